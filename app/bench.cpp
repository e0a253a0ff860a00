#include "app/bench_parts.h"
#include "app/commands.h"
#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/core/simd.h"
#include "engine/session/lgn_sample.h"
#include "engine/session/session.h"
#include "engine/session/simulation_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

namespace striate::app {

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Median of `times`; sorts them.
double median(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

} // namespace

void print_row(const std::string& what, double value, const std::string& unit, double target) {
  if (target > 0.0)
    fmt::print("{:<46} {:>10.3f} {:<9} target {:<8g} ratio {:.2f}\n", what, value, unit, target, value / target);
  else
    fmt::print("{:<46} {:>10.3f} {}\n", what, value, unit);
}

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

namespace {

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

/// From nothing to the first snapshot that holds spikes: what a user waits for before the raster moves.
void bench_startup(const ParameterSet& parameters) {
  const auto start = Clock::now();
  std::mutex mutex;
  std::condition_variable ready;
  bool news = false;
  SimulationService service([&] {
    const std::lock_guard lock(mutex);
    news = true;
    ready.notify_one();
  });
  const auto task = service.open(parameters, true);
  for (;;) {
    std::unique_lock lock(mutex);
    ready.wait_for(lock, std::chrono::milliseconds(50), [&] { return news; });
    news = false;
    lock.unlock();
    if (task->status().state == TaskState::failed)
      throw Error(task->status().error);
    if (const auto snapshot = service.take(); snapshot && !snapshot->spikes->id.empty())
      break;
  }
  print_row("start to first spikes (engine)", ms_since(start) * 1e-3, "s", 3.0);
}

} // namespace

int bench(const std::string& what, const ParameterSet& parameters) {
  fmt::print("{} cores, {}\n", std::thread::hardware_concurrency(), simd_name());
  if (what == "network")
    timed_network(parameters);
  else if (what == "lgn")
    bench_lgn(parameters);
  else if (what == "startup")
    bench_startup(parameters);
  else if (what == "train")
    bench_train(parameters);
  else
    bench_simulate(parameters);
  return 0;
}

} // namespace striate::app
