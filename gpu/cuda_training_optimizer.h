#pragma once
#include "engine/training/card_optimizer.h"
#include "gpu/cuda_training_adjoint.h"

#include <array>
#include <vector>

namespace striate {

/// See CardOptimizer. Works on the gradient of an adjoint pass and on the weights of its tables.
class CudaOptimizer final : public CardOptimizer {
public:
  /// Both must outlive it.
  CudaOptimizer(CudaTrainingTables& tables, CudaAdjoint& adjoint);

  void add_recurrent(std::span<const float> gradient) override;
  double step(const OptimizerSettings& settings, std::span<const float> unit, TrainingWeights& weights,
              std::int64_t update, double learning_rate) override;
  Moments moments() const override;
  void restore(const Moments& moments) override;

  std::size_t bytes() const;

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
  WeightArrays arrays(const Set& set) const;
  double squared_length(const Set& set);

  CudaTrainingTables& tables_;
  DeviceArray<std::uint32_t> background_target_;
  std::array<Set, 3> sets_;
  DeviceArray<float> unit_, added_;
  DeviceArray<double> partial_;
  bool moved_ = false, has_second_ = true; ///< what moments() has to give
};

} // namespace striate
