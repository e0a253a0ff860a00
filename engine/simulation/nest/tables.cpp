// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/tables.h"

#include "engine/simulation/background.h"
#include "engine/simulation/network_check.h"
#include "engine/simulation/target_partition.h"

#include <algorithm>
#include <functional>

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
  const auto routes = [&](const char* kind, const Projection& projection, std::optional<NestTimedEdges>& timed,
                          std::optional<NestRoutes>& to, const std::function<int(const EdgeRun&, int)>& delay) {
    if (!projection.delay_ms.empty())
      timed.emplace(projection, constants.steps_per_ms, kind, pool);
    to.emplace(
        timed ? timed->edges : projection, target_class,
        [&](const EdgeRun& run, int post) {
          return NestRoutes::Property{timed ? timed->delay_of(run) : delay(run, post), receptor(run.slot, post)};
        },
        bounds, pool);
  };
  routes("recurrent", network->recurrent, timed_recurrent, recurrent,
         [&](const EdgeRun& run, int post) { return constants.recurrent_delay(run, post); });
  routes("LGN", network->lgn, timed_lgn, lgn, [&](const EdgeRun&, int) { return constants.lgn_delay; });
  routes("background", background_rows, timed_background, background,
         [&](const EdgeRun&, int) { return constants.background_delay; });
}

int NestTables::max_input_delay() const {
  return std::max({constants.lgn_delay, constants.background_delay, lgn->max_delay(), background->max_delay()});
}

int NestTables::range_of(std::uint32_t neuron) const {
  return static_cast<int>(std::ranges::upper_bound(bounds, neuron) - bounds.begin()) - 1;
}

} // namespace striate
