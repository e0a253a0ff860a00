#include "engine/dataset/nodes_file.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <map>
#include <numeric>

namespace striate {
namespace {

namespace fs = std::filesystem;
using hdf5::Id;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

StudyNeurons from_table(const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  const auto column = [&table](std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (table.has_column(name))
        return std::string(name);
    return std::string();
  };
  const std::string population = column({"pop_name", "population", "cell_type"});
  if (!table.has_column("node_id") || population.empty())
    throw Error(fmt::format("The table of nodes {} needs the columns node_id and pop_name.", file.string()));
  const std::string x = column({"x", "x_um"}), y = column({"y", "y_um"}), z = column({"z", "z_um"});
  const std::string tuning = column({"tuning_angle", "tuning_angle_deg"});
  StudyNeurons neurons;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto number = [&](const std::string& name) {
      return name.empty() ? unknown : static_cast<float>(table.number(row, name));
    };
    const long id = table.integer(row, "node_id");
    if (id < 0)
      throw Error(
          fmt::format("The table of nodes {} has the negative node_id {} in row {}.", file.string(), id, row + 1));
    neurons.add(static_cast<std::uint64_t>(id), table.text(row, population), number(x), number(y), number(z),
                number(tuning));
  }
  return neurons;
}

bool exists(hid_t location, const std::string& name) {
  return H5Lexists(location, name.c_str(), H5P_DEFAULT) > 0;
}

template <typename Value>
std::vector<Value> column(hid_t group, const std::string& path, const std::string& name, hid_t memory_type,
                          const fs::path& file) {
  const std::string full = path + "/" + name;
  const Id dataset = hdf5::checked(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, file, full);
  const Id space = hdf5::checked(H5Dget_space(dataset), H5Sclose, file, full);
  if (H5Sget_simple_extent_ndims(space) != 1)
    throw Error(fmt::format("{} of {} is not a list of numbers.", full, file.string()));
  std::vector<Value> values(static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space))));
  if (!values.empty() && H5Dread(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw Error(fmt::format("{} of {} is damaged and cannot be read ({}).", full, file.string(), hdf5::last_reason()));
  return values;
}

herr_t add_name(hid_t /*group*/, const char* name, const H5L_info_t* /*info*/, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

std::vector<std::string> names_in(hid_t nodes) {
  std::vector<std::string> names;
  H5Literate(nodes, H5_INDEX_NAME, H5_ITER_INC, nullptr, add_name, &names);
  return names;
}

std::string population_of(hid_t nodes, const std::string& asked, const fs::path& file) {
  const std::vector<std::string> names = names_in(nodes);
  if (names.empty())
    throw Error(fmt::format("/nodes of {} holds no population; give a complete SONATA node file.", file.string()));
  const bool there = std::find(names.begin(), names.end(), asked) != names.end();
  if (there || (asked.empty() && names.size() == 1))
    return there ? asked : names.front();
  const std::string but = asked.empty() ? std::string() : fmt::format(" but not \"{}\"", asked);
  throw Error(fmt::format("/nodes of {} holds the populations {}{}; say which is meant with --population.",
                          file.string(), fmt::join(names, ", "), but),
              Error::Kind::usage);
}

bool is_sonata(const fs::path& file) {
  const std::string ending = file.extension().string();
  return ending == ".h5" || ending == ".hdf5";
}

/// Name of the population of every node type.
std::map<std::uint64_t, std::string> type_names(const fs::path& nodes, const std::string& population,
                                                fs::path node_types) {
  if (node_types.empty()) {
    const fs::path folder = nodes.parent_path();
    for (const fs::path& guess : {folder / (population + "_node_types.csv"), folder / "node_types.csv"})
      if (node_types.empty() && fs::exists(guess))
        node_types = guess;
  }
  if (node_types.empty())
    throw Error(fmt::format("The types of the nodes in {} are not beside it; name the table with --node-types.",
                            nodes.string()));
  const CsvTable table = CsvTable::read(node_types);
  const std::string column = table.has_column("pop_name") ? "pop_name" : "model_name";
  std::map<std::uint64_t, std::string> names;
  for (std::size_t row = 0; row < table.rows(); ++row)
    names[static_cast<std::uint64_t>(table.integer(row, "node_type_id"))] = table.text(row, column);
  return names;
}

/// A column of every group the nodes are in, spread to the nodes; NaN where a group lacks it.
std::vector<float> spread(hid_t group, const std::string& path, const char* name,
                          const std::vector<std::uint64_t>& group_id, const std::vector<std::uint64_t>& group_index,
                          const fs::path& file) {
  std::map<std::uint64_t, std::vector<float>> columns;
  std::vector<float> values(group_id.size(), unknown);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto [at, isnew] = columns.try_emplace(group_id[i]);
    if (isnew) {
      const std::string sub = std::to_string(group_id[i]);
      const Id inner = exists(group, sub) ? Id(H5Gopen2(group, sub.c_str(), H5P_DEFAULT), H5Gclose) : Id();
      if (inner.valid() && exists(inner, name))
        at->second = column<float>(inner, path + "/" + sub, name, H5T_NATIVE_FLOAT, file);
    }
    if (at->second.empty())
      continue;
    if (group_index[i] >= at->second.size())
      throw Error(fmt::format("{}/node_group_index of {} points beyond the {} values of {} in row {}; the file is "
                              "damaged.",
                              path, file.string(), at->second.size(), name, i + 1));
    values[i] = at->second[group_index[i]];
  }
  return values;
}

StudyNeurons from_sonata(const fs::path& path, const fs::path& node_types, const std::string& asked) {
  const hdf5::QuietErrors quiet;
  const Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file.valid())
    throw Error(fmt::format("{} is not an HDF5 file or is cut off ({}).", path.string(), hdf5::last_reason()));
  if (!exists(file, "nodes"))
    throw Error(fmt::format("{} has no group /nodes; this is not a SONATA node file.", path.string()));
  const Id nodes = hdf5::checked(H5Gopen2(file, "nodes", H5P_DEFAULT), H5Gclose, path, "/nodes");
  const std::string population = population_of(nodes, asked, path), name = "/nodes/" + population;
  const Id group = hdf5::checked(H5Gopen2(nodes, population.c_str(), H5P_DEFAULT), H5Gclose, path, name);
  const auto types = column<std::uint64_t>(group, name, "node_type_id", H5T_NATIVE_UINT64, path);
  const auto list = [&](const char* dataset) {
    std::vector<std::uint64_t> values(types.size());
    std::iota(values.begin(), values.end(), 0);
    if (exists(group, dataset))
      values = column<std::uint64_t>(group, name, dataset, H5T_NATIVE_UINT64, path);
    if (values.size() != types.size())
      throw Error(fmt::format("{}/{} of {} has {} entries for {} nodes; the file is damaged.", name, dataset,
                              path.string(), values.size(), types.size()));
    return values;
  };
  const std::vector<std::uint64_t> ids = list("node_id"), index = list("node_group_index");
  const std::vector<std::uint64_t> groups =
      exists(group, "node_group_id") ? list("node_group_id") : std::vector<std::uint64_t>(types.size(), 0);
  const auto attribute = [&](const char* dataset) { return spread(group, name, dataset, groups, index, path); };
  const std::vector<float> x = attribute("x"), y = attribute("y"), z = attribute("z");
  const std::vector<float> tuning = attribute("tuning_angle");
  const std::map<std::uint64_t, std::string> names = type_names(path, population, node_types);
  StudyNeurons neurons;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto type = names.find(types[i]);
    if (type == names.end())
      throw Error(fmt::format("The node type {} of node {} in {} is not in the table of types.", types[i], ids[i],
                              path.string()));
    neurons.add(ids[i], type->second, x[i], y[i], z[i], tuning[i]);
  }
  return neurons;
}

} // namespace

StudyNeurons read_nodes(const fs::path& file, const fs::path& node_types, const std::string& population) {
  if (!fs::exists(file))
    throw Error(fmt::format("The file of nodes {} does not exist.", file.string()));
  StudyNeurons neurons = is_sonata(file) ? from_sonata(file, node_types, population) : from_table(file);
  if (neurons.size() == 0)
    throw Error(fmt::format("The file of nodes {} has no node.", file.string()));
  return neurons;
}

} // namespace striate
