// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/fano_loss.h"
#include "engine/training/losses/objective.h"
#include "engine/training/losses/rate_loss.h"
#include "engine/training/losses/selectivity_loss.h"

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace striate {

struct LossSettings {
  double rate_cost = 10000.0;
  std::filesystem::path rate_targets; ///< table of quantiles; empty: the program's
  RateLoss::Weights rate_weights = RateLoss::Weights::reference;
  double voltage_cost = 1.0;
  VoltageMode voltage_mode = VoltageMode::threshold;
  SelectivityLoss::Settings selectivity;
  double sync_cost = 1.5;
  int fano_samples = 500;
  double weight_distribution_cost = 10.0;
  double annulus_share = 0.1; ///< of rate and selectivity cost, for neurons outside the core
  double core_radius_um = 200.0;
  bool all_neuron_rate = false;
};

/// Loss terms of one branch of an update.
struct LossTerms {
  double rate = 0.0, voltage = 0.0, selectivity = 0.0, sync = 0.0, weights = 0.0;
  double mean_rate_Hz = 0.0; ///< of all neurons, in the window
  double total() const { return rate + voltage + selectivity + sync + weights; }
};

/// All activity losses of one branch (evoked under gratings or spontaneous; docs/model/training.md#losses): collects v
/// in the forward pass, then evaluate() prepares the gradient of the spikes for the backward pass.
class BranchObjective final : public Objective<float> {
public:
  /// gray_before_ms, gray_after_ms: outside the window of rate and selectivity.
  BranchObjective(const Network& network, const ModelTables& tables, Activity activity, const LossSettings& settings,
                  int steps, int gray_before_ms, int gray_after_ms, std::uint64_t seed);

  /// Before a forward pass of this many trials.
  void begin(int trials);
  /// After it. directions_deg and average_rate (spikes/ms, see SelectivityLoss; updated here with weight 0.05 first)
  /// belong to the evoked branch. key: of the random choices of this update.
  LossTerms evaluate(std::span<const SpikeTrains> spikes, std::span<const double> directions_deg,
                     std::vector<double>& average_rate, std::uint64_t key);
  /// Rates of all neurons in the window of the latest evaluate(), spikes/ms.
  std::span<const double> rates() const { return rates_; }

  void observe_voltage(int trial, int step, std::uint32_t begin, std::uint32_t end, const float* v) override;
  void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, float* gradient) const override;
  void add_voltage_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, const float* v,
                            float* gradient) const override;
  bool describe(std::vector<TrialGradient>& trials) const override;
  void observe_voltage_sum(int trial, double sum) override;

private:
  double sync(std::span<const SpikeTrains> spikes, std::uint64_t key);
  float voltage_slope() const;
  bool in_window(int step) const { return step > gray_before_ && step <= steps_ - gray_after_; }

  Activity activity_;
  LossSettings settings_;
  int steps_, gray_before_, gray_after_;
  std::vector<RateLoss> rate_losses_;
  std::vector<SelectivityLoss> selectivity_losses_;
  FanoLoss fano_;

  int trials_ = 1;
  std::vector<double> voltage_sum_; ///< [N]
  std::vector<double> rates_;
  std::vector<std::vector<float>> count_gradient_;       ///< [trial][N]: of every step in the window
  std::vector<std::vector<std::uint32_t>> member_start_; ///< [trial][N + 1] into member_of_
  std::vector<std::vector<std::uint32_t>> member_of_;    ///< [trial] populations of each neuron
  std::vector<std::vector<double>> population_gradient_; ///< [population][step after the onset]
};

} // namespace striate
