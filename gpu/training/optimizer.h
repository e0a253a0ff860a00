// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/gradient/resident_optimizer.h"
#include "engine/training/losses/weight_distribution_loss.h"
#include "gpu/training/adjoint.h"

#include <array>
#include <vector>

namespace striate {

/// See ResidentOptimizer. Works on the gradient of an adjoint pass and on the weights of its tables.
class GpuOptimizer final : public ResidentOptimizer {
public:
  /// Both must outlive it.
  GpuOptimizer(GpuTrainingTables& tables, GpuAdjoint& adjoint);

  double add_distribution(const WeightDistributionLoss& loss, std::span<const float> unit) override;
  double step(const OptimizerSettings& settings, std::span<const float> unit, TrainingWeights& weights,
              std::int64_t update, double learning_rate) override;
  Moments moments() const override;
  void restore(const Moments& moments) override;

  std::size_t bytes() const;
  std::size_t bytes_to_come() const; ///< of the loss of the distribution of weights

private:
  /// One projection; nothing of it is there when its weights are frozen.
  struct Set {
    DeviceArray<float>* gradient = nullptr;
    DeviceArray<float>* weight = nullptr;
    const DeviceArray<std::uint32_t>* target = nullptr;
    std::vector<float> TrainingWeights::*host = nullptr;
    OptimizerMoments Moments::*of = nullptr;
    DeviceArray<float> initial, first, second;
  };
  /// Of the loss of the distribution of recurrent weights; there after its first use.
  struct Distribution {
    DeviceArray<std::uint32_t> edge, values, other_values;
    DeviceArray<std::uint16_t> group;
    DeviceArray<float> initial;
    DeviceArray<double> slope;
    DeviceArray<std::uint64_t> keys, other_keys;
    int bits = 32; ///< of keys
  };
  void load_distribution(const WeightDistributionLoss& loss);
  WeightArrays arrays(const Set& set) const;
  double squared_length(const Set& set);

  GpuTrainingTables& tables_;
  DeviceArray<std::uint32_t> background_target_;
  std::array<Set, 3> sets_;
  Distribution distribution_;
  DeviceArray<float> unit_;
  DeviceArray<double> partial_;
  bool moved_ = false, has_second_ = true; ///< what moments() has to give
};

} // namespace striate
