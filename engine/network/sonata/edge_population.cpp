#include "engine/network/sonata/edge_population.h"

#include "engine/network/sonata/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace striate::sonata {

namespace {

std::optional<std::string> population_attribute(const Group& group, const char* dataset) {
  if (!group.has_column(dataset))
    return std::nullopt;
  const hdf5::Id column(H5Dopen2(group.id, dataset, H5P_DEFAULT), H5Dclose);
  if (!column.valid() || !hdf5::has_attribute(column, node_population))
    return std::nullopt;
  return hdf5::read_text(column, node_population, group.file);
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
      auto source = population_attribute(group, source_node_id);
      auto target = population_attribute(group, target_node_id);
      if (!source || !target) {
        const auto middle = name.find("_to_");
        if (middle == std::string::npos)
          problems.fail(edges.place(name), fmt::format("neither the {} attributes nor the name of the group tell which "
                                                       "populations it joins",
                                                       node_population));
        problems.warn(edges.place(name), fmt::format("the {} attributes are missing; the name of the group is taken "
                                                     "instead",
                                                     node_population));
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
  const hdf5::Id attribute(H5Aopen(file.id, magic_attribute, H5P_DEFAULT), H5Aclose);
  const hdf5::Id space(H5Aget_space(attribute), H5Sclose);
  const hdf5::Id type(H5Aget_type(attribute), H5Tclose);
  std::uint32_t value = 0;
  const bool readable = attribute.valid() && H5Tget_class(type) == H5T_INTEGER &&
                        H5Sget_simple_extent_npoints(space) == 1 && H5Aread(attribute, H5T_NATIVE_UINT32, &value) >= 0;
  if (!readable || value != magic)
    problems.fail(
        {file.file, magic_attribute},
        fmt::format("is 0x{:x} where SONATA files have 0x{:x}; this is a file of another format", value, magic));
}

} // namespace striate::sonata
