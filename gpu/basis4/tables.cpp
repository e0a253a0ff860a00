// SPDX-License-Identifier: Apache-2.0
#include "gpu/basis4/tables.h"

#include <algorithm>
#include <utility>

namespace striate {

namespace {

std::shared_ptr<const CpuTables> host_tables(std::shared_ptr<const Network> network, const ModelTables& tables) {
  ThreadPool one(1); // a single range: nothing of the CPU's own work is done with these
  return std::make_shared<const CpuTables>(std::move(network), tables, one);
}

} // namespace

DeviceProjection::DeviceProjection(const std::shared_ptr<Device>& device, const Projection& projection)
    : target(device, std::span(projection.target)), weight(device, std::span(projection.weight)) {
  if (projection.source_count == 0)
    return;
  std::vector<EdgeChunk> all;
  for (std::uint32_t source = 0; source < projection.source_count; ++source) {
    host_row_chunk.push_back(static_cast<std::uint32_t>(all.size()));
    for (const EdgeRun& run : projection.row(source))
      for (std::uint64_t begin = run.begin; begin < projection.run_end(run); begin += EdgeChunk::most_edges)
        all.push_back({begin, source,
                       static_cast<std::uint16_t>(
                           std::min<std::uint64_t>(EdgeChunk::most_edges, projection.run_end(run) - begin)),
                       run.delay, run.slot});
  }
  host_row_chunk.push_back(static_cast<std::uint32_t>(all.size()));
  row_chunk = DeviceArray<std::uint32_t>(device, std::span<const std::uint32_t>(host_row_chunk));
  chunks = DeviceArray<EdgeChunk>(device, std::span<const EdgeChunk>(all));
}

std::vector<std::uint32_t> DeviceProjection::chunks_of(std::span<const std::uint32_t> sources) const {
  std::vector<std::uint32_t> places;
  for (const std::uint32_t source : sources)
    for (std::uint32_t chunk = host_row_chunk[source]; chunk < host_row_chunk[source + 1]; ++chunk)
      places.push_back(chunk);
  return places;
}

GpuTables::GpuTables(std::shared_ptr<Device> on, std::shared_ptr<const Network> network, const ModelTables& tables)
    : device(std::move(on)), host(host_tables(std::move(network), tables)), recurrent(device, host->network->recurrent),
      lgn(device, host->network->lgn), background_row(device, std::span(host->network->background.row_start)),
      background_source(device, std::span(host->network->background.source)),
      background_weight(device, std::span(host->network->background.weight)), cells(device, std::span(host->cells)),
      model(device, std::span(host->network->neurons.model)), synapses(device, std::span(&host->synapses, 1)) {}

} // namespace striate
