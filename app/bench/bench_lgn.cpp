#include "app/bench/bench_rows.h"
#include "engine/session/session.h"

#include <fmt/format.h>

namespace striate::app {

void bench_lgn(const ParameterSet& parameters) {
  const auto network = timed_network(parameters);
  auto start = Clock::now();
  Lgn lgn(network->lgn_units);
  print_row(fmt::format("LGN construction ({} units)", lgn.size()), ms_since(start), "ms", 0.0);
  SpikeIds spikes;
  const auto milliseconds = [&](int steps) {
    std::vector<double> times;
    for (int i = 0; i < steps; ++i) {
      const auto begin = Clock::now();
      sample_lgn_spikes(lgn.step(), 3000, 0, lgn.now(), spikes);
      times.push_back(ms_since(begin));
    }
    return median(times);
  };
  Stimulus stimulus = stimulus_from(parameters);
  start = Clock::now();
  lgn.show(start_grating(stimulus, lgn.now()));
  print_row("new grating (responses of all lines)", ms_since(start), "ms", 0.0);
  print_row("per model ms, right after a change", milliseconds(200), "ms", 0.05);
  milliseconds(800);
  print_row("per model ms, steady", milliseconds(1000), "ms", 0.02);
}

} // namespace striate::app
