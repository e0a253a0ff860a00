// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/edge_population.h"

#include "engine/network/sonata/names/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace striate::sonata {

namespace {

std::optional<std::string> population_attribute(const Group& group, const char* dataset, Problems& problems) {
  if (!group.has_column(dataset))
    return std::nullopt;
  const Place place = group.place(dataset);
  return reading({place.file, place.object + "/" + node_population}, problems, [&]() -> std::optional<std::string> {
    const hdf5::Id column(H5Oopen(group.id, dataset, H5P_DEFAULT), H5Oclose);
    const auto attribute = hdf5::Attribute::find(column, node_population, group.file);
    return attribute ? std::optional(attribute->text()) : std::nullopt;
  });
}

} // namespace

std::vector<EdgePopulation> find_edge_populations(const Group& file, Problems& problems) {
  std::vector<EdgePopulation> populations;
  const Group edges = file.open(edges_group, problems);
  for (const std::string& name : edges.children()) {
    if (!edges.has_group(name))
      continue;
    problems.attempt([&] {
      const Group group = edges.open(name, problems);
      auto source = population_attribute(group, source_node_id, problems);
      auto target = population_attribute(group, target_node_id, problems);
      if (!source || !target) {
        const auto middle = name.find("_to_");
        if (middle == std::string::npos)
          problems.fail(edges.place(name),
                        fmt::format("neither the {} attributes nor the group name identify the populations it connects",
                                    node_population));
        problems.warn(edges.place(name),
                      fmt::format("the {} attributes are missing; the group name is used instead", node_population));
        source = source.value_or(name.substr(0, middle));
        target = target.value_or(name.substr(middle + 4));
      }
      populations.push_back({name, *source, *target});
    });
  }
  if (edges.children().empty())
    problems.fail({file.file, "/edges"}, "holds no population");
  return populations;
}

void check_magic(const Group& file, Problems& problems) {
  for (const char* name : {magic_attribute, version_attribute})
    if (!hdf5::has_attribute(file.id, name))
      problems.warn({file.file, name}, "the attribute is missing; read as SONATA 0.1");
  if (!hdf5::has_attribute(file.id, magic_attribute))
    return;
  const auto value = reading({file.file, magic_attribute}, problems,
                             [&] { return hdf5::Attribute::find(file.id, magic_attribute, file.file)->whole(); });
  if (value != magic)
    problems.fail(
        {file.file, magic_attribute},
        fmt::format("is 0x{:x} instead of the 0x{:x} of SONATA files; the file has another format", value, magic));
}

} // namespace striate::sonata
