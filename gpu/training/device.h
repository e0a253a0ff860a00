// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/kernels.h"
#include "gpu/tasks/training.h"
#include "gpu/training/kernels.h"

#include <memory>
#include <vector>

namespace striate {

/// The kernels of the training on one GPU, in order on the device's stream (gpu/device/device.h).
class TrainingDevice {
public:
  virtual ~TrainingDevice() = default;

  STRIATE_TRAINING_KERNELS(STRIATE_DECLARE_KERNEL)
  virtual void rows(const RowsTask& task) = 0;
  virtual void sort(SortTask& task) = 0; ///< stable

  /// Notes the time when everything before is done; no waiting.
  virtual void mark() = 0;
  /// Seconds from mark to mark since the latest call of this; waits for the last one.
  virtual std::vector<double> laps() = 0;
};

/// On a stream of a GPU with so many multiprocessors; the stream must outlive it. (A stream is a pointer; no header of
/// the toolkit is needed here.)
std::unique_ptr<TrainingDevice> make_cuda_training_device(void* stream, int multiprocessors);
/// See make_emulated_device().
std::unique_ptr<TrainingDevice> make_emulated_training_device();

} // namespace striate
