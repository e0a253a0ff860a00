// SPDX-License-Identifier: Apache-2.0
#pragma once
// Back-propagation on the processor, in the emulation and on a card, and how their results are compared.
#include "engine/core/errors.h"
#include "engine/training/gradient/bptt.h"
#include "engine/training/gradient/gpu_back_propagation.h"
#include "gpu/training/back_propagation.h"
#include "test_device.h"
#include "training_support.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

namespace gpu_training_support {

using namespace striate;

struct Case {
  std::uint32_t neurons = 60;
  int steps = 61, trials = 3;
  VoltageMode voltage_mode = VoltageMode::threshold;
  AdjointOptions options;

  Case() { options.train_lgn = options.train_background = true; }
};

/// Losses with random numbers in every part of the form that a card computes with.
class RandomTerms final : public Objective<float> {
public:
  explicit RandomTerms(const Case& test) : test_(test) {
    RandomSequence random(5, Stream::stimulus, 3);
    const auto below_one = [&] { return static_cast<float>(random.uniform()) - 0.5f; };
    const std::size_t n = test.neurons;
    for (int p = 0; p < populations; ++p) {
      population_.emplace_back();
      for (int t = onset; t < test.steps; ++t)
        population_.back().push_back(below_one());
    }
    for (int b = 0; b < test.trials; ++b) {
      slope_.push_back(0.01f * static_cast<float>(b + 1));
      by_count_.emplace_back();
      member_start_.push_back({0});
      members_.emplace_back();
      for (std::size_t i = 0; i < n; ++i) {
        by_count_.back().push_back(below_one());
        for (std::uint32_t p = 0; p < populations; ++p)
          if (random.uniform() < 0.2)
            members_.back().push_back(p);
        member_start_.back().push_back(static_cast<std::uint32_t>(members_.back().size()));
      }
    }
    penalty.resize(static_cast<std::size_t>(test.trials));
  }

  void observe_voltage(int trial, int, std::uint32_t begin, std::uint32_t end, const float* v) override {
    for (std::uint32_t i = 0; i < end - begin; ++i) {
      const double excess = voltage_excess(test_.voltage_mode, v[i]);
      penalty[static_cast<std::size_t>(trial)] += excess * excess; // one thread
    }
  }
  void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, float* gradient) const override {
    const auto b = static_cast<std::size_t>(trial);
    for (std::uint32_t i = begin; i < end; ++i) {
      if (step >= first_step() && step <= last_step())
        gradient[i - begin] += by_count_[b][i];
      for (std::uint32_t k = member_start_[b][i]; step > onset && k < member_start_[b][i + 1]; ++k)
        gradient[i - begin] +=
            static_cast<float>(population_[members_[b][k]][static_cast<std::size_t>(step - onset - 1)]);
    }
  }
  void add_voltage_gradient(int trial, int, std::uint32_t begin, std::uint32_t end, const float* v,
                            float* gradient) const override {
    for (std::uint32_t i = 0; i < end - begin; ++i)
      gradient[i] += slope_[static_cast<std::size_t>(trial)] * voltage_excess(test_.voltage_mode, v[i]);
  }
  bool describe(std::vector<TrialGradient>& trials) const override {
    for (std::size_t b = 0; b < by_count_.size(); ++b)
      trials.push_back({test_.voltage_mode, slope_[b], by_count_[b], first_step(), last_step(), member_start_[b],
                        members_[b], population_, onset});
    return true;
  }
  void observe_voltage_sum(int trial, double sum) override { penalty[static_cast<std::size_t>(trial)] += sum; }

  std::vector<double> penalty; ///< [trial]

private:
  static constexpr int populations = 4, onset = 7;
  int first_step() const { return 4; }
  int last_step() const { return test_.steps - 3; }

  Case test_;
  std::vector<float> slope_;
  std::vector<std::vector<float>> by_count_;
  std::vector<std::vector<std::uint32_t>> member_start_, members_;
  std::vector<std::vector<double>> population_;
};

/// Delays 1 to 5; every source has synapses of several slots.
struct Setup {
  std::shared_ptr<Network> network;
  std::vector<Trial> trials;

  explicit Setup(const Case& test, bool recurrent = true) {
    hand_made::RandomNetwork random(test.neurons, 12, 5, 60.0f);
    std::uint32_t k = 0;
    for (auto& edge : random.edges.recurrent) {
      edge.delay = 1 + static_cast<int>(k * 7 % 5);
      edge.slot = k++ % 4 == 0 ? 2 : edge.slot;
    }
    network = hand_made::network(random.models, random.edges);
    if (!recurrent)
      network->recurrent = {};
    ModelTables tables = hand_made::tables();
    for (std::size_t c = 0; c < tables.populations.size(); ++c)
      tables.populations[c].cell_type = c < 4 ? "one" : "other";
    network->tables = std::make_shared<const ModelTables>(tables);
    network->neurons.population.assign(random.models.begin(), random.models.end());
    for (int number = 0; number < test.trials; ++number) {
      const auto trial = static_cast<std::uint32_t>(number);
      trials.push_back(training_support::make_trial(
          *network,
          training_support::state_after(network, *network->tables, 40 + number % 4, test.options.hard_reset, trial),
          trial, test.steps, 600.0));
    }
  }
};

struct Result {
  std::vector<SpikeTrains> spikes;
  std::vector<double> penalty;
  WeightGradient<float> gradient;
};

inline Result run(BackPropagation<float>& bptt, const Setup& setup, const Case& test) {
  RandomTerms objective(test);
  const TrainingWeights weights = training_support::weights_of(*setup.network);
  Result result;
  const auto spikes = bptt.forward(weights, setup.trials, objective);
  result.spikes.assign(spikes.begin(), spikes.end());
  result.penalty = objective.penalty;
  bptt.backward(weights, objective, result.gradient);
  return result;
}

inline BpttOptions options_of(const Case& test, std::size_t memory_bytes = std::size_t{1} << 30) {
  BpttOptions options;
  options.adjoint = test.options;
  options.memory_bytes = memory_bytes;
  return options;
}

inline Result on_processor(const Setup& setup, const Case& test) {
  ThreadPool pool(1);
  Bptt<float> bptt(setup.network, *setup.network->tables, options_of(test), pool);
  return run(bptt, setup, test);
}

inline Result emulated(const Setup& setup, const Case& test, std::size_t memory_bytes = std::size_t{1} << 30,
                       TapePrecision precision = TapePrecision::single) {
  ThreadPool pool(1);
  BpttOptions options = options_of(test, memory_bytes);
  options.tape = precision;
  GpuBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options, pool);
  return run(bptt, setup, test);
}

/// On the device of this run.
inline Result on_device(const Setup& setup, const Case& test) {
  if (!striate::test::on_card())
    return emulated(setup, test);
  ThreadPool pool(1);
  return run(*make_gpu_back_propagation(setup.network, options_of(test), pool), setup, test);
}

inline bool same(const SpikeTrains& a, const SpikeTrains& b) {
  if (a.steps() != b.steps())
    return false;
  for (int t = 1; t <= a.steps(); ++t)
    if (!std::ranges::equal(a.step(t), b.step(t)))
      return false;
  return true;
}

inline bool same(const std::vector<SpikeTrains>& a, const std::vector<SpikeTrains>& b) {
  return std::ranges::equal(a, b, [](const SpikeTrains& x, const SpikeTrains& y) { return same(x, y); });
}

inline bool same_bits(const WeightGradient<float>& a, const WeightGradient<float>& b) {
  return a.recurrent == b.recurrent && a.lgn == b.lgn && a.background == b.background;
}

/// Largest difference relative to the largest number.
inline double difference(const std::vector<float>& expected, const std::vector<float>& found) {
  REQUIRE(expected.size() == found.size());
  double largest = 0.0, worst = 0.0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    largest = std::max(largest, std::abs(static_cast<double>(expected[k])));
    worst = std::max(worst, std::abs(static_cast<double>(expected[k]) - static_cast<double>(found[k])));
  }
  REQUIRE(largest > 0.0);
  return worst / largest;
}

inline double difference(const WeightGradient<float>& a, const WeightGradient<float>& b) {
  return std::max(
      {difference(a.recurrent, b.recurrent), difference(a.lgn, b.lgn), difference(a.background, b.background)});
}

inline void check_equal(const Result& expected, const Result& found) {
  CHECK(same(expected.spikes, found.spikes));
  for (std::size_t b = 0; b < expected.penalty.size(); ++b)
    CHECK(found.penalty[b] == doctest::Approx(expected.penalty[b]).epsilon(1e-5));
  CHECK(difference(expected.gradient, found.gradient) < 1e-4);
}

inline void compare(const Case& test) {
  const Setup setup(test);
  const Result expected = on_processor(setup, test);
  std::size_t spikes = 0;
  for (const auto& trains : expected.spikes)
    spikes += trains.count();
  CHECK(spikes > 30);
  const Result found = on_device(setup, test);
  check_equal(expected, found);
  CHECK(same_bits(found.gradient, on_device(setup, test).gradient));
}

} // namespace gpu_training_support
