// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/recording/array_reader.h"
#include "engine/training/gradient/resident_optimizer.h"
#include "engine/training/optimizer/edge_types.h"
#include "engine/training/optimizer/optimizer.h"
#include "engine/training/run/settings.h"
#include "engine/training/trials/trial.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace striate {

/// The weights of a network under training and the optimizer's moments. Every weight stays on its side of zero. One
/// thread at a time.
class TrainedWeights {
public:
  /// unit: S of every neuron, mV: the optimizer works on weight / S of the target.
  TrainedWeights(std::shared_ptr<const Network> network, std::vector<float> unit, const TrainingSettings& settings);

  /// Takes steps with this optimizer from now on, which has the gradient; null: here. Weights by edge type only here.
  void step_on(ResidentOptimizer* gpu) { gpu_ = gpu; }

  const TrainingWeights& values() const { return values_; }
  std::span<const float> unit() const { return unit_; }
  /// Takes update number n = 0, 1, ... Returns the length of the gradient; when that is not finite nothing changes.
  double step(const WeightGradient<float>& gradient, std::int64_t update, double learning_rate, ThreadPool& pool);

  /// The network with these weights, a copy named `name`.
  std::shared_ptr<const Network> network(const std::string& name) const;

  /// Arrays "weights/..." and "moments/..." of what is trained.
  void put(ArrayFile& file) const;
  /// Throws Error naming the file when they do not fit; the weights are as before then.
  void take(ArrayReader& reader, ThreadPool& pool);
  std::size_t bytes() const;

private:
  /// One of the three projections.
  struct Set {
    std::string name;
    std::vector<float> TrainingWeights::*weight;
    std::vector<float> WeightGradient<float>::*gradient;
    OptimizerMoments ResidentOptimizer::Moments::*on_gpu;
    std::span<const float> initial;
    std::span<const std::uint32_t> target;
    OptimizerMoments moments;
  };
  std::size_t variables(const Set& set) const;
  bool by_type(const Set& set) const { return factors_.has_value() && set.name == "recurrent"; }

  std::shared_ptr<const Network> network_;
  std::vector<float> unit_;
  OptimizerSettings optimizer_;
  TrainingWeights values_;
  std::vector<std::uint32_t> background_target_;
  std::optional<EdgeTypeFactors> factors_; ///< of the recurrent weights when they are trained by type
  std::vector<float> ones_;                ///< initial factors
  std::vector<Set> sets_;                  ///< what is trained
  ResidentOptimizer* gpu_ = nullptr;       ///< has the moments, too
};

} // namespace striate
