// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/node_list.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/node_population.h"

namespace striate {

using sonata::Problems;

std::vector<std::string> sonata_node_populations(const std::filesystem::path& file) {
  const hdf5::QuietErrors quiet;
  Problems problems(Problems::Mode::strict);
  const sonata::Group nodes = sonata::Group::open_file(file, problems).open(sonata::nodes_group, problems);
  std::vector<std::string> names;
  for (const std::string& name : nodes.children())
    if (nodes.has_group(name))
      names.push_back(name);
  if (names.empty())
    problems.fail({file, "/nodes"}, "holds no population; give a complete SONATA node file");
  return names;
}

NodeList read_node_list(const std::filesystem::path& file, const std::filesystem::path& node_types,
                        const std::string& population, ThreadPool& pool, Task& task) {
  const hdf5::QuietErrors quiet;
  Problems problems(Problems::Mode::strict);
  const sonata::Tools tools{pool, task, problems};
  sonata::SonataConfig::Pair files;
  files.data = file;
  files.types = node_types;
  const auto nodes = sonata::NodePopulation::read(sonata::Group::open_file(file, problems), population, files, tools);
  std::vector<std::string> name_of_kind;
  for (const sonata::NodeKind& kind : nodes.kinds()) {
    name_of_kind.push_back(nodes.text(kind, sonata::pop_name));
    if (name_of_kind.back().empty())
      name_of_kind.back() = nodes.text(kind, sonata::model_name);
  }
  NodeList list;
  list.id = nodes.ids();
  for (std::uint32_t row = 0; row < nodes.size(); ++row)
    list.name.push_back(name_of_kind[nodes.kind(row)]);
  const auto floats = [&](const char* column) {
    const std::vector<double> values = nodes.numbers(column, tools);
    return std::vector<float>(values.begin(), values.end());
  };
  list.x_um = floats(sonata::x);
  list.y_um = floats(sonata::y);
  list.z_um = floats(sonata::z);
  list.tuning_deg = floats(sonata::tuning_angle);
  return list;
}

} // namespace striate
