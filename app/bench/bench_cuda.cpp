// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "engine/session/session.h"
#include "engine/simulation/simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace striate::app {

namespace {

constexpr int warm_up_ms = 1100; ///< past the gray, the onset and the longest kernel
/// An event reads weight and target and adds to a 64-bit sum.
constexpr double bytes_per_event = 8.0 + 16.0;
/// A neuron reads and writes 12 numbers of state and ten 64-bit sums.
constexpr double gpu_bytes_per_neuron = 2.0 * (12.0 * sizeof(float) + 10.0 * sizeof(std::uint64_t));

std::uint64_t edges_of(const Projection& projection, std::span<const std::uint32_t> sources) {
  std::uint64_t edges = 0;
  for (const std::uint32_t source : sources)
    edges += projection.runs[projection.row_run[source + 1]].begin - projection.runs[projection.row_run[source]].begin;
  return edges;
}

struct Pace {
  double us_per_step = 0.0, events = 0.0;
};

/// `edit`: called at every millisecond.
template <typename Edit>
Pace run(Session& session, std::int64_t steps, Edit&& edit) {
  const Network& network = session.network();
  Pace load;
  const auto start = Clock::now();
  for (std::int64_t k = 0; k < steps; ++k) {
    edit(k);
    const StepResult step = session.step();
    load.events +=
        static_cast<double>(edges_of(network.recurrent, step.spikes) + edges_of(network.lgn, step.lgn_spikes));
  }
  load.us_per_step = ms_since(start) * 1e3 / static_cast<double>(steps);
  load.events /= static_cast<double>(steps);
  return load;
}

} // namespace

void bench_cuda(const ParameterSet& parameters, const std::shared_ptr<const Network>& network) {
  const double target_us = network->name == "core" ? 50.0 : network->name == "full" ? 120.0 : 0.0;
  const auto steps = std::max<std::int64_t>(4000, parameters.integer("duration"));
  const auto nothing = [](std::int64_t) {};

  Session session(parameters, network);
  fmt::print("{}\n", session.simulator().backend());
  run(session, warm_up_ms, nothing);
  const Pace steady = run(session, steps, nothing);
  const double bytes =
      steady.events * bytes_per_event + gpu_bytes_per_neuron * static_cast<double>(network->neurons.size());
  print_row("whole session, drifting grating", steady.us_per_step, "us/step", target_us);
  fmt::print("    {:.0f} synaptic events and {:.1f} MB a step: {:.2f} G events/s, {:.0f} GB/s; at 3350 GB/s the bytes "
             "alone take {:.1f} us\n",
             steady.events, bytes * 1e-6, steady.events / steady.us_per_step * 1e-3, bytes / steady.us_per_step * 1e-3,
             bytes / 3350e9 * 1e6);

  ParameterSet turned = parameters;
  const Pace edited = run(session, steps, [&](std::int64_t k) {
    if (k % 100 != 0)
      return;
    turned.set("direction", static_cast<double>(k / 100 % 36) * 10.0);
    session.edit(turned);
  });
  print_row("another direction every 100 ms", edited.us_per_step, "us/step", target_us);

  const Pace watched = run(session, steps, [&](std::int64_t) { session.simulator().sample(1); });
  print_row("one neuron sampled at every step", watched.us_per_step, "us/step", target_us);

  for (const char* kind : {"flash", "moving-bar"}) {
    ParameterSet shown = parameters;
    shown.set_text("stimulus", kind);
    Session other(shown, network);
    run(other, warm_up_ms, nothing);
    print_row(fmt::format("whole session, {}", kind), run(other, steps / 2, nothing).us_per_step, "us/step", 0.0);
  }

  const auto simulator = make_simulator(parameters, network);
  const std::vector<std::uint32_t> none;
  const auto start = Clock::now();
  for (std::int64_t k = 0; k < 1000; ++k)
    simulator->step({.lgn_spikes = none});
  print_row("one step at a time, LGN spikes given (none)", ms_since(start), "us/step", 0.0);
}

} // namespace striate::app
