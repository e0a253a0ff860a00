#include "app/bench_parts.h"
#include "engine/core/process.h"
#include "engine/training/bptt.h"
#include "engine/training/trial_source.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace striate::app {

namespace {

class Flat final : public Objective<float> {
public:
  void observe_voltage(int, int, std::uint32_t, std::uint32_t, const float*) override {}
  void add_spike_gradient(int, int, std::uint32_t begin, std::uint32_t end, float* gradient) const override {
    for (std::uint32_t i = 0; i < end - begin; ++i)
      gradient[i] += 1e-5f;
  }
  void add_voltage_gradient(int, int, std::uint32_t begin, std::uint32_t end, const float* v,
                            float* gradient) const override {
    for (std::uint32_t i = 0; i < end - begin; ++i)
      gradient[i] += 1e-8f * (v[i] - 1.0f);
  }
};

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

void bench_train(const ParameterSet& parameters) {
  const auto network = timed_network(parameters);
  ThreadPool pool;
  TrialSource source(*network, {});
  BpttOptions options;
  options.memory_bytes = std::size_t{3} << 30;
  options.adjoint.train_background = true;
  options.adjoint.expected_trials = static_cast<int>(parameters.integer("duration"));
  auto start = Clock::now();
  Bptt<float> bptt(network, model_tables(), options, pool);
  print_row("prepare", seconds_since(start), "s", 0);
  TrainingWeights weights{network->recurrent.weight, network->lgn.weight, network->background.weight};
  std::vector<SpikeTrains> spikes;
  std::vector<Trial> trials = {source.gray(0).trial};
  trials[0].initial = zero_state(*network);
  start = Clock::now();
  auto gray = std::make_shared<SimulatorState>(bptt.run_free(weights, trials, spikes)[0]);
  print_row("gray state", seconds_since(start), "s", 0);
  Flat flat;
  WeightGradient<float> gradient;
  for (const int count : {1, 4}) {
    trials.clear();
    start = Clock::now();
    for (int k = 0; k < count; ++k) {
      trials.push_back(source.grating(static_cast<std::uint32_t>(k + 1)).trial);
      trials.back().initial = gray;
    }
    print_row("trials", seconds_since(start), "s", 0);
    const auto cpu0 = std::clock();
    const auto out = bptt.forward(weights, trials, flat);
    const auto cpu1 = std::clock();
    bptt.backward(weights, flat, gradient);
    const auto cpu2 = std::clock();
    fmt::print("CPU forward {:.2f} backward {:.2f}\n", double(cpu1 - cpu0) / CLOCKS_PER_SEC, double(cpu2 - cpu1) / CLOCKS_PER_SEC);
    const auto& t = bptt.times();
    fmt::print("{} trials: {:.2f} Hz\n", count, static_cast<double>(out[0].count()) * 2 / network->neurons.size());
    print_row("forward", t.forward_s, "s", 0);
    print_row("rows", t.rows_s, "s", 0);
    print_row("neurons", t.neurons_s, "s", 0);
    print_row("inputs", t.inputs_s, "s", 0);
    print_row("order", t.order_s, "s", 0);
    print_row("sum", t.forward_s + t.rows_s + t.neurons_s + t.inputs_s + t.order_s, "s", count == 1 ? 8 : 0);
    print_row("peak memory", peak_memory_mb(), "MB", 4000);
  }
}

} // namespace striate::app
