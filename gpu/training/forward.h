// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "gpu/training/batch_simulator.h"

namespace striate {

/// Runs the trials of a batch forward on a GPU, step by step together: the twin of Forward.
class GpuForward {
public:
  GpuForward(const GpuTrainingTables& tables, bool hard_reset);

  /// Before the first stretch of a batch. With terms ([trial], on the device) the voltage penalty is summed.
  void begin(const GpuBatch& batch, const TrialTerms* terms);
  /// Steps first..last, 1-based; `tape`: onto the tape that is open. task may be null; throws TaskCancelled.
  void run(GpuBatch& batch, int first, int last, bool tape, bool penalty, const Task* task);
  /// Sum of the penalty over neurons and steps, per trial; NaN in all where a weight was no number.
  std::vector<double> penalty(const GpuBatch& batch) const;

  static std::size_t bytes(const GpuTrainingTables& tables, std::uint32_t trials, int steps);

private:
  void list_fired(const GpuBatch& batch, int step);
  void deliver_lgn(const GpuBatch& batch, int step);
  void deliver_recurrent(const GpuBatch& batch, int step);

  const GpuTrainingTables& tables_;
  bool hard_reset_;
  const TrialTerms* terms_ = nullptr;
  DeviceArray<std::uint32_t> lists_, lengths_; ///< [max delay][neuron], [row of the batch]
  DeviceArray<std::uint32_t> lgn_list_, lgn_lengths_, wild_;
  DeviceArray<double> penalty_, partial_; ///< [neuron][trial], [partial sum][trial]
};

} // namespace striate
