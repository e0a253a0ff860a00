// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/training/gradient/bptt_driver.h"
#include "gpu/training/adjoint.h"
#include "gpu/training/forward.h"
#include "gpu/training/gradient_terms.h"
#include "gpu/training/optimizer.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// Back-propagation through time on a GPU: the twin of Bptt<float>. Up to 32 trials run together; what is
/// kept of them is v and two bits per neuron and step, or, when the GPU has too little memory, the state at the start
/// of each segment. One thread calls it at a time.
class GpuBptt final : public BpttDriver<float> {
public:
  /// options.memory_bytes is a limit beside that of the GPU. The pool is used for what the host does. Throws Error
  /// when the network cannot be simulated or does not fit the GPU. forward() also throws Error when the objective has
  /// no form that a GPU can compute with (Objective::describe).
  GpuBptt(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
          const BpttOptions& options, ThreadPool& pool);

  std::string gpu() const override { return name_; }
  ResidentOptimizer* optimizer() override { return optimizer_ ? &*optimizer_ : nullptr; }
  std::size_t structure_bytes() const override {
    return tables_.bytes() + adjoint_.gradient_bytes() + (optimizer_ ? optimizer_->bytes() : 0);
  }

private:
  const Network& network() const override { return *tables_.network; }
  BpttCosts costs(int steps) const override;
  void begin_forward(const TrainingWeights& weights, const Objective<float>& objective) override;
  void load(const Batch& batch) override;
  void keep_states(const Batch& batch, std::size_t segment) override;
  void return_to_states(const Batch& batch, std::size_t segment) override;
  void run_forward(const TrainingWeights& weights, const Batch& batch, Steps steps, bool taped,
                   Objective<float>* observed, Task* task) override;
  void end_batch(const Batch& batch, Objective<float>& objective) override;
  void begin_backward(const TrainingWeights& weights, const Objective<float>& objective,
                      WeightGradient<float>& gradient) override;
  void begin_adjoint(const Batch& batch) override;
  void wait() override;
  void run_adjoint(const Batch& batch, Steps steps, const Objective<float>& objective, Task* task) override;
  void end_backward(WeightGradient<float>& gradient) override;
  void book_backward(double total_s, double ends_s, BpttTimes& times) const override;
  std::size_t begin_untaped(const TrainingWeights& weights, std::span<const Trial> trials) override;
  std::vector<SimulatorState> run_untaped(const TrainingWeights& weights, const Batch& batch, Task* task) override;

  void make_batch(int trials, int steps);
  void upload(const TrainingWeights& weights);
  void describe(const Objective<float>& objective);
  std::span<const TrialGradient> gradients_of(const Batch& batch) const {
    return std::span(gradients_).subspan(batch.first, batch.trials.size());
  }

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
  std::vector<TrialGradient> gradients_;                   ///< of each trial, as the objective has them now
  std::vector<std::vector<DeviceArray<float>>> snapshots_; ///< [batch][segment]
};

} // namespace striate
