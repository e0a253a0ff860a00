// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "gpu/training/batch_simulator.h"

namespace striate {

/// Runs the trials of a batch forward on a card, step by step together: the twin of Forward.
class CudaForward {
public:
  CudaForward(const CudaTrainingTables& tables, bool hard_reset);

  /// Before the first stretch of a batch. With terms ([trial], on the device) the voltage penalty is summed.
  void begin(const CudaBatch& batch, const TrialTerms* terms);
  /// Steps first..last, 1-based; `tape`: onto the tape that is open. task may be null; throws TaskCancelled.
  void run(CudaBatch& batch, int first, int last, bool tape, bool penalty, const Task* task);
  /// Sum of the penalty over neurons and steps, per trial; NaN in all where a weight was no number.
  std::vector<double> penalty(const CudaBatch& batch) const;

  static std::size_t bytes(const CudaTrainingTables& tables, std::uint32_t trials, int steps);

private:
  void list_fired(const CudaBatch& batch, int step);
  void deliver_lgn(const CudaBatch& batch, int step);
  void deliver_recurrent(const CudaBatch& batch, int step);

  const CudaTrainingTables& tables_;
  bool hard_reset_;
  const TrialTerms* terms_ = nullptr;
  DeviceArray<std::uint32_t> lists_, lengths_; ///< [max delay][neuron], [row of the batch]
  DeviceArray<std::uint32_t> lgn_list_, lgn_lengths_, wild_;
  DeviceArray<double> penalty_, partial_; ///< [neuron][trial], [partial sum][trial]
};

} // namespace striate
