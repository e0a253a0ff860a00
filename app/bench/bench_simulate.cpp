#include "app/bench/bench_rows.h"
#include "engine/session/session.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate::app {

void bench_simulate(const ParameterSet& parameters) {
  Session session(parameters, timed_network(parameters));
  const auto steps = std::max<std::int64_t>(1000, parameters.integer("duration"));
  for (int i = 0; i < 700; ++i)
    session.step(); // past the gray and the onset
  const std::int64_t first = session.now();
  std::uint64_t spikes = 0;
  std::uint64_t lgn_spikes = 0;
  const auto start = Clock::now();
  while (session.now() < first + steps) {
    const StepResult step = session.step();
    spikes += step.spikes.size();
    lgn_spikes += step.lgn_spikes.size();
  }
  const double per_step = ms_since(start) / static_cast<double>(steps);
  const Network& network = session.network();
  const auto per_ms = [&](std::uint64_t count) { return static_cast<double>(count) / static_cast<double>(steps); };
  fmt::print("  {:.2f} Hz a neuron; {:.1f} LGN spikes/ms\n", per_ms(spikes) * 1000.0 / network.neurons.size(),
             per_ms(lgn_spikes));
  const double events = per_ms(spikes) * static_cast<double>(network.recurrent.edge_count()) / network.neurons.size() +
                        per_ms(lgn_spikes) * static_cast<double>(network.lgn.edge_count()) / network.lgn_units.size() +
                        static_cast<double>(network.background.source.size());
  print_row(fmt::format("wall/model, {} threads", session.simulator().threads()), per_step, "",
            network.name == "core"   ? 0.5
            : network.name == "full" ? 2.0
                                     : 0.0);
  print_row("synaptic events", events / per_step * 1e-6, "G/s", 0.0);
}

} // namespace striate::app
