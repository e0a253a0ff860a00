#include "engine/simulation/nest_tables.h"

#include "engine/simulation/cpu_background.h"
#include "engine/simulation/network_check.h"
#include "engine/simulation/target_partition.h"

namespace striate {

NestTables::NestTables(std::shared_ptr<const Network> simulated, const ModelTables& tables, double dt_ms,
                       ThreadPool& pool)
    : network(std::move(simulated)), constants(make_nest_constants(tables, dt_ms)) {
  check_network(*network, tables, pool);
  bounds = balanced_bounds(*network, pool.size());
  background_rows = background_by_source(network->background, neurons());

  std::vector<std::uint8_t> target_class(neurons());
  for (std::uint32_t i = 0; i < neurons(); ++i)
    target_class[i] = static_cast<std::uint8_t>(cell(i).synaptic_class);
  const auto receptor = [this](std::size_t slot, int post) {
    return static_cast<int>(constants.receptor[slot][static_cast<std::size_t>(post)]);
  };
  recurrent.emplace(
      network->recurrent, target_class,
      [&](const EdgeRun& run, int post) {
        return NestRoutes::Property{constants.recurrent_delay(run, post), receptor(run.slot, post)};
      },
      bounds, pool);
  lgn.emplace(
      network->lgn, target_class,
      [&](const EdgeRun& run, int post) {
        return NestRoutes::Property{constants.lgn_delay, receptor(run.slot, post)};
      },
      bounds, pool);
  background.emplace(
      background_rows, target_class,
      [&](const EdgeRun& run, int post) {
        return NestRoutes::Property{constants.background_delay, receptor(run.slot, post)};
      },
      bounds, pool);
}

} // namespace striate
