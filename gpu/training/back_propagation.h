// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/training/gradient/back_propagation.h"
#include "gpu/training/adjoint.h"
#include "gpu/training/forward.h"
#include "gpu/training/gradient_terms.h"
#include "gpu/training/optimizer.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// Back-propagation through time on a GPU: the twin of Bptt<float>. Up to 32 trials run together; what is
/// kept of them is v and two bits per neuron and step, or, when the GPU has too little memory, the state at the start
/// of each segment. One thread calls it at a time.
class GpuBptt final : public BackPropagation<float> {
public:
  /// options.memory_bytes is a limit beside that of the GPU. The pool is used for what the host does. Throws Error
  /// when the network cannot be simulated or does not fit the GPU.
  GpuBptt(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
          const BpttOptions& options, ThreadPool& pool);

  BpttPlan plan(int trials, int steps) const override;
  /// Throws Error when the objective has no form that a GPU can compute with (Objective::describe).
  std::span<const SpikeTrains> forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                       Objective<float>& objective, Task* task = nullptr) override;
  void backward(const TrainingWeights& weights, const Objective<float>& objective, WeightGradient<float>& gradient,
                Task* task = nullptr) override;
  std::span<const SpikeTrains> spikes() const override { return spikes_; }
  std::vector<SimulatorState> run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                       std::vector<SpikeTrains>& spikes, Task* task = nullptr) override;
  const BpttTimes& times() const override { return times_; }
  std::string gpu() const override { return name_; }
  ResidentOptimizer* optimizer() override { return optimizer_ ? &*optimizer_ : nullptr; }
  std::size_t structure_bytes() const override {
    return tables_.bytes() + adjoint_.gradient_bytes() + (optimizer_ ? optimizer_->bytes() : 0);
  }

private:
  std::size_t snapshot_bytes() const;
  GpuBatch& batch_for(int trials, int steps);
  void upload(const TrainingWeights& weights);
  std::vector<TrialGradient> describe(const Objective<float>& objective) const;
  void run_segments(std::size_t first, const std::vector<int>& starts, Task* task);

  GpuTrainingTables tables_;
  std::string name_;
  BpttOptions options_;
  ThreadPool& pool_;
  GpuForward forward_;
  GpuAdjoint adjoint_;
  std::optional<GpuOptimizer> optimizer_;
  GpuGradientTerms terms_;
  std::size_t available_ = 0; ///< bytes for a batch
  std::optional<GpuBatch> batch_;

  BpttPlan plan_;
  std::span<const Trial> trials_;
  std::vector<SpikeTrains> spikes_;
  std::vector<DeviceArray<float>> snapshots_; ///< [trials at once][segment]
  BpttTimes times_;
};

} // namespace striate
