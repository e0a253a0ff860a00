// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/tasks/training.h"

#include <memory>
#include <vector>

namespace striate {

/// The kernels of the training on one GPU, in order on the device's stream (gpu/device/device.h).
class TrainingDevice {
public:
  virtual ~TrainingDevice() = default;

  virtual void transpose(const TransposeTask& task) = 0;

  /// Notes the time when everything before is done; no waiting.
  virtual void mark() = 0;
  /// Seconds from mark to mark since the latest call of this; waits for the last one.
  virtual std::vector<double> laps() = 0;

  virtual void list(const ListTask& task) = 0;
  virtual void deliver(const BatchDeliverTask& task) = 0;
  virtual void update(const ForwardTask& task) = 0;
  virtual void penalty(const PenaltyTask& task) = 0;

  virtual void rows(const RowsTask& task) = 0;
  virtual void neurons(const AdjointTask& task) = 0;
  virtual void lgn_gradient(const LgnGradientTask& task) = 0;
  virtual void background_gradient(const BackgroundGradientTask& task) = 0;

  virtual void distribution_keys(const DistributionTask& task) = 0;
  virtual void sort(SortTask& task) = 0; ///< stable
  virtual void distribution_gradient(const DistributionTask& task) = 0;
  virtual void squares(const SquaresTask& task) = 0;
  virtual void optimize(const OptimizerTask& task) = 0;
};

/// On a stream of a GPU with so many multiprocessors; the stream must outlive it. (A stream is a pointer; no header of
/// the toolkit is needed here.)
std::unique_ptr<TrainingDevice> make_cuda_training_device(void* stream, int multiprocessors);
/// See make_emulated_device().
std::unique_ptr<TrainingDevice> make_emulated_training_device();

} // namespace striate
