// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "app/bench/machine_probe.h"
#include "engine/session/session.h"
#include "engine/simulation/basis4/batch_simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <utility>

namespace striate::app {

namespace {

using Trains = std::vector<std::vector<std::uint32_t>>; ///< [step]: LGN units that fire

constexpr int batch_size = 8;
constexpr int warm_up_steps = 300;
constexpr std::array<double, 3> rates_Hz{2.0, 4.0, 8.0};
/// Per neuron and step: 12 numbers of state and 10 planes, each read and written.
constexpr double bytes_per_neuron = 22.0 * 2.0 * sizeof(float);
constexpr double bytes_per_edge = 8.0;
/// Background: source and weight are read once a block, the sum is written and read once a step.
double background_bytes(const Network& network) {
  return 5.0 * static_cast<double>(network.background.source.size()) / BackgroundAhead::steps +
         2.0 * sizeof(float) * network.neurons.size();
}

/// The drifting grating of the parameters, from its first frame on.
Trains grating_trains(const ParameterSet& parameters, const Network& network, std::uint32_t trial, std::int64_t steps) {
  Lgn lgn(network.lgn_units);
  lgn.show(start_grating(stimulus_from(parameters), 0));
  Trains trains(static_cast<std::size_t>(steps));
  for (auto& spikes : trains)
    sample_lgn_spikes(lgn.step(), static_cast<std::uint64_t>(parameters.number("seed")), trial, lgn.now(), spikes);
  return trains;
}

/// The model's cells with the distance from rest to threshold scaled: what sets the rate without another load.
ModelTables excitable(double threshold_factor) {
  ModelTables tables = model_tables();
  for (CellModel& cell : tables.cell_models)
    cell.V_th_mV = cell.E_L_mV + threshold_factor * (cell.V_th_mV - cell.E_L_mV);
  return tables;
}

struct Load {
  const std::shared_ptr<const Network>& network;
  SimulatorOptions options;
  const std::vector<Trains>& trains; ///< [trial]
  int batch = 1;
};

struct Result {
  double ms_per_step = 0.0;     ///< of wall time, for one trial
  double cpu_ms_per_step = 0.0; ///< of computing time of all threads, waiting included, for one trial
  double rate_Hz = 0.0;
  PhaseTimes phases; ///< of one step of one trial
};

/// Runs until all trains are used: a warm-up and then three equal parts, of which the fastest counts.
Result measure(const Load& load, const ModelTables& tables, int parts) {
  const auto steps = static_cast<std::int64_t>(load.trains.front().size());
  const std::int64_t part_steps = (steps - warm_up_steps) / parts;
  std::uint64_t spikes = 0;
  const auto run = [&](auto& simulators, std::int64_t count, const auto& advance) {
    Result result;
    advance(warm_up_steps);
    for (CpuSimulator* simulator : simulators)
      simulator->measure_phases();
    double best_ms = HUGE_VAL;
    const std::clock_t cpu_start = std::clock();
    spikes = 0;
    for (int part = 0; part < parts; ++part) {
      const auto start = Clock::now();
      advance(count);
      best_ms = std::min(best_ms, ms_since(start));
    }
    result.cpu_ms_per_step = static_cast<double>(std::clock() - cpu_start) * 1e3 / CLOCKS_PER_SEC /
                             static_cast<double>(count * parts * load.batch);
    for (CpuSimulator* simulator : simulators)
      result.phases.add(simulator->phase_times());
    result.ms_per_step = best_ms / static_cast<double>(count * load.batch);
    result.rate_Hz = static_cast<double>(spikes) * 1e3 /
                     (static_cast<double>(count * parts * load.batch) * load.network->neurons.size());
    for (std::size_t p = 0; p < PhaseTimes::phases; ++p) {
      result.phases.seconds[p] /= static_cast<double>(count * parts * load.batch);
      result.phases.events[p] /= static_cast<std::uint64_t>(count * parts * load.batch);
    }
    return result;
  };
  if (load.batch == 1) {
    CpuSimulator simulator(load.network, tables, load.options);
    const std::array<CpuSimulator*, 1> all{&simulator};
    return run(all, part_steps, [&](std::int64_t count) {
      for (std::int64_t k = 0; k < count; ++k)
        spikes += simulator.step({.lgn_spikes = load.trains[0][static_cast<std::size_t>(simulator.now())]}).size();
    });
  }
  BatchSimulator batch(load.network, tables, load.options, load.batch);
  std::vector<CpuSimulator*> all;
  std::vector<std::uint64_t> counted(static_cast<std::size_t>(load.batch));
  for (int k = 0; k < load.batch; ++k)
    all.push_back(&batch.trial(k));
  return run(all, part_steps, [&](std::int64_t count) {
    batch.run(
        count,
        [&](int trial, std::int64_t step, BatchSimulator::Input& input) {
          input.lgn_spikes = load.trains[static_cast<std::size_t>(trial)][static_cast<std::size_t>(step)];
        },
        [&](int trial, std::int64_t, std::span<const std::uint32_t> fired) {
          counted[static_cast<std::size_t>(trial)] += fired.size();
        });
    for (std::uint64_t& count_of_trial : counted)
      spikes += std::exchange(count_of_trial, 0);
  });
}

/// The factor of the threshold at which the network fires at about `rate_Hz`, by bisection.
double factor_for(const Load& load, double rate_Hz) {
  double low = 0.05;
  double high = 1.5;
  for (int k = 0; k < 8; ++k) {
    const double middle = std::sqrt(low * high);
    (measure(load, excitable(middle), 1).rate_Hz > rate_Hz ? low : high) = middle;
  }
  return std::sqrt(low * high);
}

void print_result(const Load& load, const Result& result, double target, double triad, double event_ceiling) {
  double events = 0.0; ///< delivered one by one; those of the background are not
  std::string phases;
  constexpr std::array<const char*, PhaseTimes::phases> names{"queue", "recurrent", "LGN", "background", "update"};
  for (std::size_t p = 0; p < PhaseTimes::phases; ++p) {
    if (p != static_cast<std::size_t>(Phase::background))
      events += static_cast<double>(result.phases.events[p]);
    phases += fmt::format("{} {:.3f}  ", names[p], result.phases.seconds[p] * 1e3);
  }
  const double bytes =
      events * bytes_per_edge + bytes_per_neuron * load.network->neurons.size() + background_bytes(*load.network);
  const double per_s = 1e3 / result.ms_per_step;
  print_row(
      fmt::format("threads {}  batch {}  {:.1f} Hz: wall/model", load.options.threads, load.batch, result.rate_Hz),
      result.ms_per_step, "", target);
  fmt::print("    {:.3f} ms of computing a step; ms of its phases, all threads: {}\n", result.cpu_ms_per_step, phases);
  fmt::print(
      "    {:.0f} events, {} of the background and {:.1f} MB a step; {:.2f} G events/s = {:.2f} of the machine's "
      "ceiling, {:.1f} GB/s = {:.2f} of triad\n",
      events, result.phases.events[static_cast<std::size_t>(Phase::background)], bytes * 1e-6, events * per_s * 1e-9,
      events * per_s / event_ceiling, bytes * per_s * 1e-9, bytes * per_s / triad);
}

/// As the window runs it: stimulus, LGN and simulation.
void bench_session(const ParameterSet& parameters, const std::shared_ptr<const Network>& network, double target) {
  Session session(parameters, network);
  for (int i = 0; i < 700; ++i)
    session.step(); // past the gray and the onset
  const auto steps = std::max<std::int64_t>(1000, parameters.integer("duration"));
  std::vector<double> times;
  for (std::int64_t i = 0; i < steps; ++i) {
    const auto start = Clock::now();
    session.step();
    times.push_back(ms_since(start));
  }
  double sum = 0.0;
  for (const double time : times)
    sum += time;
  print_row(fmt::format("whole session, {} threads: wall/model", session.simulator().threads()),
            sum / static_cast<double>(steps), "", target);
  print_row("    median step", median(times), "ms", target);
}

} // namespace

void bench_simulate(const ParameterSet& parameters) {
  const auto network = timed_network(parameters);
  if (parameters.is(choices::Backend::cuda)) {
    bench_cuda(parameters, network);
    return;
  }
  const double target = network->name == "core" ? 0.5 : network->name == "full" ? 2.0 : 0.0;
  bench_session(parameters, network, target);

  const auto steps = warm_up_steps + std::max<std::int64_t>(900, parameters.integer("duration"));
  std::vector<Trains> trains;
  for (std::uint32_t trial = 0; trial < batch_size; ++trial)
    trains.push_back(grating_trains(parameters, *network, trial, steps));
  std::vector<Trains> short_trains{{trains[0].begin(), trains[0].begin() + 2 * warm_up_steps}};

  SimulatorOptions options = simulator_options_from(parameters, *network);
  options.trial = 0;
  std::array<double, rates_Hz.size()> factor{};
  for (std::size_t r = 0; r < rates_Hz.size(); ++r)
    factor[r] = factor_for({network, options, short_trains, 1}, rates_Hz[r]);

  std::vector<int> threads{1, 2};
  if (parameters.integer("threads") != 0)
    threads = {options.threads};
  for (const int count : threads) {
    options.threads = count;
    ThreadPool pool(count);
    const double triad = triad_bytes_per_s(pool);
    const double ceiling = event_ceiling_per_s(pool, network->neurons.size());
    fmt::print("{} threads: triad {:.1f} GB/s, synaptic events at most {:.2f} G/s\n", count, triad * 1e-9,
               ceiling * 1e-9);
    for (const int batch : {1, batch_size})
      for (const double f : factor) {
        const Load load{network, options, trains, batch};
        print_result(load, measure(load, excitable(f), 3), target, triad, ceiling);
      }
  }
}

} // namespace striate::app
