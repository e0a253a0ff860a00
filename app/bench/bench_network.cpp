#include "app/bench/bench_rows.h"
#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/core/task.h"
#include "engine/session/session.h"

#include <fmt/format.h>

namespace striate::app {

std::shared_ptr<const Network> timed_network(const ParameterSet& parameters) {
  Task task("Build network");
  std::shared_ptr<const Network> network;
  const auto start = Clock::now();
  if (!task.run([&](Task& t) { network = build_network(parameters, t); }))
    throw Error(task.status().error);
  const double target_s = network->name == "core" ? 10.0 : network->name == "full" ? 60.0 : 0.0;
  print_row(fmt::format("build {} ({} neurons)", network->name, network->neurons.size()), ms_since(start) * 1e-3, "s",
            target_s);
  fmt::print("  {} recurrent edges, {} LGN pairs ({} synapses), {} background edges\n", network->recurrent.edge_count(),
             network->lgn.edge_count(), network->lgn_synapses, network->background.source.size());
  print_row("peak memory", peak_memory_mb(), "MB",
            network->name == "core"   ? 1500.0
            : network->name == "full" ? 4000.0
                                      : 0.0);
  return network;
}

void bench_network(const ParameterSet& parameters) {
  timed_network(parameters);
}

} // namespace striate::app
