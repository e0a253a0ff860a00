// SPDX-License-Identifier: Apache-2.0
#include "engine/dataset/node_populations.h"

#include "engine/core/csv_reader.h"
#include "engine/core/errors.h"
#include "engine/hdf5/group.h"

#include <set>

namespace striate {
namespace {

std::set<std::string> of_sonata(const std::filesystem::path& file) {
  const hdf5::QuietErrors quiet;
  const hdf5::Id opened = hdf5::open_to_read(file);
  const std::vector<std::string> names = hdf5::children(hdf5::open_group(opened, "nodes", file, "/nodes"));
  return {names.begin(), names.end()};
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
