// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/optimizer/optimizer.h"
#include "engine/training/trials/trial.h"

#include <cstdint>
#include <span>

namespace striate {

class WeightDistributionLoss;

/// The optimizer on a GPU, where gradient and moments stay from update to update. Steps are those of
/// take_step() up to the rounding of the gradient's length. One thread at a time.
class ResidentOptimizer {
public:
  virtual ~ResidentOptimizer() = default;

  struct Moments {
    OptimizerMoments recurrent, lgn, background; ///< empty where weights are frozen or no step was taken yet
  };

  /// Adds this loss of the recurrent weights to the gradient of the latest backward pass; returns the loss. The same
  /// object every time; unit [N]: see WeightView.
  virtual double add_distribution(const WeightDistributionLoss& loss, std::span<const float> unit) = 0;
  /// Update number n = 0, 1, ... of all trained weights; unit [N]: see WeightView. `weights` are those of the latest
  /// forward pass and change here as on the GPU. Returns the length of the gradient before it was clipped; when that
  /// is not finite nothing is changed.
  virtual double step(const OptimizerSettings& settings, std::span<const float> unit, TrainingWeights& weights,
                      std::int64_t update, double learning_rate) = 0;

  virtual Moments moments() const = 0;
  virtual void restore(const Moments& moments) = 0;
};

} // namespace striate
