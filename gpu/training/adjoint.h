// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/training/gradient/adjoint_options.h"
#include "gpu/training/batch_simulator.h"

#include <array>

namespace striate {

/// The backward pass of the trials of a batch on a GPU: the twin of Adjoint, with the same windows of three steps.
class GpuAdjoint {
public:
  GpuAdjoint(const GpuTrainingTables& tables, const AdjointOptions& options);

  /// Begins an update: the gradient is 0.
  void start();
  /// Begins with the last step of the trials of a batch.
  void begin(const GpuBatch& batch);
  /// Goes back over steps last..first, which are on the batch's tape; stretches follow each other downwards, and all
  /// but that with first = 1 span a multiple of window_steps. task may be null; throws TaskCancelled.
  void run(const GpuBatch& batch, int first, int last, const GradientTerms& terms, const Task* task);

  double seconds_in_rows() const { return seconds_[0]; } ///< of this update
  double seconds_in_inputs() const { return seconds_[1]; }
  double seconds_in_neurons() const { return seconds_[2]; }

  // The gradient on the device, in the order of the network; empty where weights are frozen.
  DeviceArray<float>& recurrent() { return recurrent_; }
  DeviceArray<float>& lgn() { return lgn_; }
  DeviceArray<float>& background() { return background_; }

  /// Bytes that begin() takes, and those of the gradient.
  static std::size_t bytes(const GpuTrainingTables& tables, const AdjointOptions& options, std::uint32_t trials);
  std::size_t gradient_bytes() const { return (recurrent_.size() + lgn_.size() + background_.size()) * sizeof(float); }

private:
  bool trains_inputs() const { return options_.train_lgn || options_.train_background; }
  int ring() const { return tables_.max_delay + 2; } ///< steps of p kept
  void rows(const GpuBatch& batch, int step, int live_steps, const GradientTerms& terms);
  void inputs(const GpuBatch& batch, int step);
  void neurons(const GpuBatch& batch, int step, int live_steps, const GradientTerms& terms);

  const GpuTrainingTables& tables_;
  AdjointOptions options_;
  std::array<double, 3> seconds_{}; ///< in rows, inputs, neurons
  DeviceArray<float> recurrent_, lgn_, background_;
  DeviceArray<float> j_, external_j_, sums_, result_; ///< [column or neuron][lane]
  DeviceArray<float> carry_, q_, p_;                  ///< [..][neuron][trial], see AdjointTask
};

} // namespace striate
