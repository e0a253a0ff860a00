#include "gpu/cuda_tables.h"

#include <utility>

namespace striate {

namespace {

std::shared_ptr<const CpuTables> host_tables(std::shared_ptr<const Network> network, const ModelTables& tables) {
  ThreadPool one(1); // a single range: nothing of the CPU's own work is done with these
  return std::make_shared<const CpuTables>(std::move(network), tables, one);
}

} // namespace

DeviceProjection::DeviceProjection(const std::shared_ptr<Device>& device, const Projection& projection)
    : row_run(device, std::span(projection.row_run)), runs(device, std::span(projection.runs)),
      target(device, std::span(projection.target)), weight(device, std::span(projection.weight)) {}

CudaTables::CudaTables(std::shared_ptr<Device> on, std::shared_ptr<const Network> network, const ModelTables& tables)
    : device(std::move(on)), host(host_tables(std::move(network), tables)), recurrent(device, host->network->recurrent),
      lgn(device, host->network->lgn), background_row(device, std::span(host->network->background.row_start)),
      background_source(device, std::span(host->network->background.source)),
      background_weight(device, std::span(host->network->background.weight)), cells(device, std::span(host->cells)),
      model(device, std::span(host->network->neurons.model)), synapses(device, std::span(&host->synapses, 1)) {}

} // namespace striate
