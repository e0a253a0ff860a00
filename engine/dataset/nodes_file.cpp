// SPDX-License-Identifier: Apache-2.0
#include "engine/dataset/nodes_file.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/network/sonata/read/node_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>

namespace striate {
namespace {

namespace fs = std::filesystem;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The population that is meant: the one named, or the only one.
std::string chosen_population(const fs::path& file, const std::vector<std::string>& names, const std::string& wanted) {
  if (wanted.empty() && names.size() == 1)
    return names.front();
  if (wanted.empty())
    throw Error(fmt::format("{} holds the populations {}; choose one with --population.", file.string(), listed(names)),
                Error::Kind::usage);
  if (std::ranges::find(names, wanted) == names.end())
    throw Error(fmt::format("{} has no population {}; it holds {}.", file.string(), wanted, listed(names)),
                Error::Kind::usage);
  return wanted;
}

/// Which rows of a table belong to the population that is meant. Tables of one population need no name, and neither do
/// those whose ids are each there once, for then spikes tell the neurons apart.
std::vector<bool> rows_of_population(const fs::path& file, const CsvTable& table, const std::string& wanted) {
  std::vector<bool> taken(table.rows(), true);
  if (!table.has_column("population") || !table.has_column("pop_name"))
    return taken;
  std::set<std::string> names;
  std::set<std::string> ids;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    names.insert(table.text(row, "population"));
    ids.insert(table.text(row, "node_id"));
  }
  const bool needs_name = ids.size() < table.rows() && names.size() > 1;
  if (!needs_name && (wanted.empty() || !names.contains(wanted)))
    return taken;
  const std::string population = chosen_population(file, {names.begin(), names.end()}, wanted);
  for (std::size_t row = 0; row < table.rows(); ++row)
    taken[row] = table.text(row, "population") == population;
  return taken;
}

StudyNeurons from_table(const fs::path& file, const std::string& wanted) {
  const CsvTable table = CsvTable::read(file);
  const auto column = [&table](std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (table.has_column(name))
        return std::string(name);
    return std::string();
  };
  const std::string population = column({"pop_name", "population", "cell_type"});
  if (!table.has_column("node_id") || population.empty())
    throw Error(fmt::format("The node table {} needs the columns node_id and pop_name.", file.string()));
  const std::string x = column({"x", "x_um"}), y = column({"y", "y_um"}), z = column({"z", "z_um"});
  const std::string tuning = column({"tuning_angle", "tuning_angle_deg"});
  const std::vector<bool> taken = rows_of_population(file, table, wanted);
  StudyNeurons neurons;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!taken[row])
      continue;
    const auto number = [&](const std::string& name) {
      return name.empty() ? unknown : static_cast<float>(table.number(row, name));
    };
    const long id = table.integer(row, "node_id");
    if (id < 0)
      throw Error(fmt::format("The node table {} has the negative node_id {} in row {}.", file.string(), id, row + 1));
    neurons.add(static_cast<std::uint64_t>(id), table.text(row, population), number(x), number(y), number(z),
                number(tuning));
  }
  return neurons;
}

/// The table of types beside a node file; empty when there is none.
fs::path types_beside(const fs::path& nodes, const std::string& population) {
  const fs::path folder = nodes.parent_path();
  for (const fs::path& guess : {folder / (population + "_node_types.csv"), folder / "node_types.csv"})
    if (fs::exists(guess))
      return guess;
  return {};
}

StudyNeurons from_sonata(const fs::path& file, const fs::path& node_types, const std::string& wanted) {
  const std::string population = chosen_population(file, sonata_node_populations(file), wanted);
  const fs::path types = node_types.empty() ? types_beside(file, population) : node_types;
  ThreadPool pool(1);
  Task task("Read nodes");
  const NodeList nodes = read_node_list(file, types, population, pool, task);
  StudyNeurons neurons;
  for (std::size_t i = 0; i < nodes.id.size(); ++i) {
    if (nodes.name[i].empty() && types.empty())
      throw Error(fmt::format(
          "{} has no pop_name, and its node types table is not beside it; give the table with --node-types.",
          file.string()));
    if (nodes.name[i].empty())
      throw Error(fmt::format("Node {} in {} has neither a pop_name nor a model_name, there or in {}.", nodes.id[i],
                              file.string(), types.string()));
    neurons.add(nodes.id[i], nodes.name[i], nodes.x_um[i], nodes.y_um[i], nodes.z_um[i], nodes.tuning_deg[i]);
  }
  return neurons;
}

} // namespace

StudyNeurons read_nodes(const fs::path& file, const fs::path& node_types, const std::string& population) {
  if (!fs::is_regular_file(file))
    throw Error(fmt::format("The node file {} does not exist{}.", file.string(),
                            fs::is_directory(file) ? "; this is a folder" : ""));
  const std::string ending = file.extension().string();
  StudyNeurons neurons =
      ending == ".h5" || ending == ".hdf5" ? from_sonata(file, node_types, population) : from_table(file, population);
  if (neurons.size() == 0)
    throw Error(fmt::format("The node file {} has no nodes.", file.string()));
  return neurons;
}

} // namespace striate
