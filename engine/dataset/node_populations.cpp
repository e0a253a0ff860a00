#include "engine/dataset/node_populations.h"

#include "engine/core/csv_reader.h"
#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"

#include <set>

namespace striate {
namespace {

using hdf5::Id;

herr_t add_name(hid_t /*group*/, const char* name, const H5L_info_t* /*info*/, void* names) {
  static_cast<std::set<std::string>*>(names)->emplace(name);
  return 0;
}

std::set<std::string> of_sonata(const std::filesystem::path& file) {
  const hdf5::QuietErrors quiet;
  std::set<std::string> names;
  const Id opened(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!opened.valid() || H5Lexists(opened, "nodes", H5P_DEFAULT) <= 0)
    return names;
  const Id nodes(H5Gopen2(opened, "nodes", H5P_DEFAULT), H5Gclose);
  if (nodes.valid())
    H5Literate(nodes, H5_INDEX_NAME, H5_ITER_INC, nullptr, add_name, &names);
  return names;
}

std::set<std::string> of_table(const std::filesystem::path& file) {
  std::set<std::string> names;
  CsvReader table(file);
  const auto population = table.find_column("population");
  if (population && table.find_column("pop_name"))
    while (table.next())
      names.emplace(table.field(*population));
  return names;
}

} // namespace

std::vector<std::string> node_populations(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  std::set<std::string> names;
  try {
    names = ending == ".h5" || ending == ".hdf5" ? of_sonata(file) : of_table(file);
  } catch (const Error&) { // read_nodes() says it
    return {};
  }
  return {names.begin(), names.end()};
}

} // namespace striate
