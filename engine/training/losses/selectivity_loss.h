// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/neuron_groups.h"
#include "engine/training/losses/recorded_targets.h"

#include <span>
#include <vector>

namespace striate {

/// Orientation and direction selectivity of crowds: how much more those neurons fire whose tuning angle is that of the
/// stimulus (docs/model/training.md#eq-8).
class SelectivityLoss {
public:
  enum class Method : std::uint8_t {
    crowd_osi,    ///< as published
    crowd_spikes, ///< spikes weighed by the distance between tuning angle and stimulus
    crowd_tuning  ///< the loss of crowd_osi; its gradient takes the crowd's mean for a constant
  };
  struct Settings {
    Method method = Method::crowd_osi;
    double cost = 20.0;
    double subtraction_ratio = 0.0; ///< crowd_spikes
  };
  /// tuning_deg: of every neuron of the network. Groups without a known target are left out.
  SelectivityLoss(const NeuronGroups& groups, const std::vector<SelectivityTarget>& targets,
                  std::span<const float> tuning_deg, const Settings& settings);

  /// counts[trial]: spikes of every neuron in the window of window_ms; average_rate: slow mean of the evoked rates,
  /// spikes/ms, a constant. Adds dLoss/dcounts.
  double evaluate(std::span<const std::vector<double>> counts, std::span<const double> direction_deg, int window_ms,
                  std::span<const double> average_rate, std::span<std::vector<double>> gradient) const;

private:
  double crowd_osi(std::span<const std::vector<double>> counts, std::span<const double> direction_deg, int window_ms,
                   std::span<const double> average_rate, std::span<std::vector<double>> gradient) const;
  double crowd_spikes(std::span<const std::vector<double>> counts, std::span<const double> direction_deg, int window_ms,
                      std::span<std::vector<double>> gradient) const;

  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<SelectivityTarget> targets_;
  std::vector<float> tuning_deg_;
  Settings settings_;
  double neurons_ = 0.0;
};

} // namespace striate
