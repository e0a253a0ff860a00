// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/network_reader.h"

#include <algorithm>

namespace striate::sonata {

SonataPreview NetworkReader::preview() {
  SonataPreview preview;
  if (!read_nodes())
    return preview;
  preview.neurons = network_->neurons.size();
  preview.neurons_in_file = neurons_->size();
  preview.lgn_units = lgn_ != nullptr ? lgn_->size() : 0;
  preview.background_sources = background_ != nullptr ? background_->size() : 0;
  network_->tables = models_.tables;
  set_recipe();
  preview.name = network_->name;
  for (std::size_t p = 0; p < models_.tables->populations.size(); ++p) {
    const std::string& cell_type = models_.tables->populations[p].cell_type;
    const Network::Range& range = network_->population_range[p];
    const auto known = std::ranges::find(preview.cell_types, cell_type, &SonataPreview::Count::name);
    if (known != preview.cell_types.end())
      known->count += range.last - range.first;
    else if (range.first < range.last)
      preview.cell_types.push_back({cell_type, range.last - range.first});
  }
  for (const auto* files : {&recurrent_files_, &lgn_files_, &background_files_})
    for (const EdgeFile& edges : *files)
      tools_.problems.attempt([&] { preview.edges.push_back({edges.population.name, row_count(edges)}); });
  return preview;
}

std::uint64_t NetworkReader::row_count(const EdgeFile& edges) const {
  const Group group = Group::open_file(edges.files.data, tools_.problems)
                          .open(edges_group, tools_.problems)
                          .open(edges.population.name, tools_.problems);
  return Dataset::open(group, target_node_id, Dataset::Kind::integer, tools_.problems).rows();
}

} // namespace striate::sonata
