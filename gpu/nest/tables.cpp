// SPDX-License-Identifier: Apache-2.0
#include "gpu/nest/tables.h"

#include <algorithm>
#include <span>
#include <utility>

namespace striate {

namespace {

std::unique_ptr<const NestTables> host_tables(std::shared_ptr<const Network> network, const ModelTables& tables,
                                              double dt_ms) {
  ThreadPool one(1); // a single range: nothing of the CPU's own work is done with these
  return std::make_unique<const NestTables>(std::move(network), tables, dt_ms, one);
}

std::vector<NestCell> cells_of(const NestConstants& constants) {
  std::vector<NestCell> cells;
  for (const NestCellConstants& cell : constants.cells)
    cells.push_back(cell.cell);
  return cells;
}

std::vector<NestReceptor> receptors_of(const NestConstants& constants) {
  std::vector<NestReceptor> rows(constants.cells.size() * constants.receptors);
  auto row = rows.begin();
  for (const NestCellConstants& cell : constants.cells) {
    std::ranges::copy(cell.receptors, row);
    row += static_cast<std::ptrdiff_t>(constants.receptors);
  }
  return rows;
}

std::vector<std::uint32_t> receptor_counts_of(const NestConstants& constants) {
  std::vector<std::uint32_t> counts;
  for (const NestCellConstants& cell : constants.cells)
    counts.push_back(static_cast<std::uint32_t>(cell.receptors.size()));
  return counts;
}

} // namespace

DeviceNestProjection::DeviceNestProjection(const std::shared_ptr<Device>& device, const NestRoutes& routes)
    : target(device, std::span(routes.projection().target)), weight(device, std::span(routes.projection().weight)) {
  std::vector<NestChunk> all;
  std::vector<std::uint32_t> first;
  for (std::uint32_t source = 0; source < routes.projection().source_count; ++source) {
    first.push_back(static_cast<std::uint32_t>(all.size()));
    for (const NestRoute& route : routes.row(0, source))
      for (std::uint32_t done = 0; done < route.count; done += NestChunk::most_edges)
        all.push_back({route.begin + done, source,
                       static_cast<std::uint16_t>(std::min(NestChunk::most_edges, route.count - done)), route.delay,
                       route.receptor});
  }
  if (all.empty())
    return;
  first.push_back(static_cast<std::uint32_t>(all.size()));
  host_row_chunk = std::move(first);
  for (const NestChunk& chunk : all)
    host_delay.push_back(chunk.delay);
  delays.assign(host_delay.begin(), host_delay.end());
  std::ranges::sort(delays);
  delays.erase(std::ranges::unique(delays).begin(), delays.end());
  if (delays.size() == 1)
    host_delay.clear();
  row_chunk = uploaded(device, host_row_chunk);
  chunks = uploaded(device, all);
}

void DeviceNestProjection::add_chunks(std::uint32_t source, std::vector<std::uint32_t>& places) const {
  for (std::uint32_t chunk = host_row_chunk[source]; chunk < host_row_chunk[source + 1]; ++chunk)
    places.push_back(chunk);
}

void DeviceNestProjection::add_chunks(std::uint32_t source, int delay, std::vector<std::uint32_t>& places) const {
  if (host_delay.empty()) {
    add_chunks(source, places);
    return;
  }
  for (std::uint32_t chunk = host_row_chunk[source]; chunk < host_row_chunk[source + 1]; ++chunk)
    if (host_delay[chunk] == delay)
      places.push_back(chunk);
}

GpuNestTables::GpuNestTables(const std::shared_ptr<Device>& device, std::shared_ptr<const Network> network,
                             const ModelTables& tables, double dt_ms)
    : host(host_tables(std::move(network), tables, dt_ms)), recurrent(device, *host->recurrent),
      lgn(device, *host->lgn), background(device, *host->background),
      model(uploaded(device, host->network->neurons.model)), cells(uploaded(device, cells_of(host->constants))),
      receptor_constants(uploaded(device, receptors_of(host->constants))),
      model_receptors(uploaded(device, receptor_counts_of(host->constants))) {}

} // namespace striate
