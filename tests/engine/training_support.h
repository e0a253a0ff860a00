// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/background_counts.h"
#include "engine/simulation/basis4/simulator.h"
#include "engine/training/losses/objective.h"
#include "engine/training/trials/trial.h"
#include "hand_made_network.h"

#include <memory>
#include <vector>

/// Trials and objectives for the tests of the training, on the hand-made networks.
namespace training_support {

inline striate::TrainingWeights weights_of(const striate::Network& network) {
  return {network.recurrent.weight, network.lgn.weight, network.background.weight};
}

/// A trial that goes on from `initial`: LGN spikes and background counts as the simulator would draw them.
inline striate::Trial make_trial(const striate::Network& network,
                                 std::shared_ptr<const striate::SimulatorState> initial, std::uint32_t number,
                                 int steps, double background_rate_Hz = 250.0) {
  striate::Trial trial;
  striate::BackgroundCounts counts(3000, number, network.background.source_count, background_rate_Hz);
  for (int t = 0; t < steps; ++t) {
    const std::int64_t now = initial->step + t;
    trial.lgn.push_back(hand_made::lgn_spikes(now + 1000 * number, network.lgn.source_count));
    const auto drawn = counts.draw(now);
    trial.background.insert(trial.background.end(), drawn.begin(), drawn.end());
  }
  trial.initial = std::move(initial);
  return trial;
}

/// The state of the CPU simulator after `steps`, with spikes under way.
inline std::shared_ptr<const striate::SimulatorState> state_after(const std::shared_ptr<striate::Network>& network,
                                                                  const striate::ModelTables& tables, int steps,
                                                                  bool hard_reset, std::uint32_t number = 0) {
  striate::SimulatorOptions options;
  options.trial = number;
  options.hard_reset = hard_reset;
  options.threads = 1;
  striate::CpuSimulator simulator(network, tables, options);
  for (int t = 0; t < steps; ++t)
    simulator.step({.lgn_spikes = hand_made::lgn_spikes(simulator.now() + 1000 * number, network->lgn.source_count)});
  return std::make_shared<striate::SimulatorState>(simulator.state());
}

/// An objective that is linear in z and v with random coefficients: any gradient that reaches them is tested.
template <typename Real>
class RandomObjective final : public striate::Objective<Real> {
public:
  static double spike_coefficient(int trial, int step, std::uint32_t neuron) { return draw(trial, step, neuron, 1); }
  static double voltage_coefficient(int trial, int step, std::uint32_t neuron) { return draw(trial, step, neuron, 2); }

  void observe_voltage(int, int, std::uint32_t, std::uint32_t, const Real*) override {}
  void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, Real* gradient) const override {
    for (std::uint32_t i = begin; i < end; ++i)
      gradient[i - begin] += static_cast<Real>(spike_coefficient(trial, step, i));
  }
  void add_voltage_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, const Real*,
                            Real* gradient) const override {
    for (std::uint32_t i = begin; i < end; ++i)
      gradient[i - begin] += static_cast<Real>(voltage_coefficient(trial, step, i));
  }

private:
  static double draw(int trial, int step, std::uint32_t neuron, std::uint32_t kind) {
    const auto block =
        striate::philox(77, static_cast<std::uint32_t>(trial), static_cast<std::uint32_t>(step), neuron, kind);
    return striate::uniform_double(block.x0, block.x1) - 0.5;
  }
};

} // namespace training_support
