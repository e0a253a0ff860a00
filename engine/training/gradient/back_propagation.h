// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/training/gradient/adjoint_options.h"
#include "engine/training/gradient/bptt_plan.h"
#include "engine/training/gradient/resident_optimizer.h"
#include "engine/training/losses/objective.h"
#include "engine/training/trials/trial.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// In which v is kept for the backward pass. Half precision moves a gradient by some 1e-5 of the largest.
enum class TapePrecision : std::uint8_t { single, half };

struct BpttOptions {
  AdjointOptions adjoint;
  std::size_t memory_bytes = std::size_t{2} << 30; ///< for tape, snapshots and adjoint state together
  // On a GPU only.
  bool keeps_gradient = false; ///< for its optimizer
  TapePrecision tape = TapePrecision::single;
};

/// Where the time of the latest update went.
struct BpttTimes {
  double forward_s = 0.0, recompute_s = 0.0;
  double rows_s = 0.0;    ///< over recurrent synapses, their gradient included
  double inputs_s = 0.0;  ///< gradients of LGN and background weights
  double neurons_s = 0.0; ///< over neurons
  double order_s = 0.0;   ///< weights and gradient between the network and the backward pass: another order, a GPU
};

/// Back-propagation through time for one network: forward over a batch of trials, then the gradient of an objective by
/// the weights. Implemented by the CPU (bptt.h) and by the GPU. One thread calls it at a time.
template <typename Real>
class BackPropagation {
public:
  virtual ~BackPropagation() = default;

  /// Throws a usage Error that names the memory needed and the largest batch that fits.
  virtual BpttPlan plan(int trials, int steps) const = 0;

  /// The spikes of every trial, valid until the next call. The trials must stay as they are until backward() is done.
  /// Throws Error when they do not fit the network, TaskCancelled when the task (may be null) is cancelled.
  virtual std::span<const SpikeTrains> forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                               Objective<Real>& objective, Task* task = nullptr) = 0;
  /// Of the batch of the latest forward(), with the same weights; gradient is set, not added to. With an optimizer() it
  /// is left as it is.
  virtual void backward(const TrainingWeights& weights, const Objective<Real>& objective,
                        WeightGradient<Real>& gradient, Task* task = nullptr) = 0;
  virtual std::span<const SpikeTrains> spikes() const = 0; ///< of the latest forward()

  /// Runs the trials without a tape; not between forward() and backward(). Returns their final states, as initial
  /// states of further trials.
  virtual std::vector<SimulatorState> run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                               std::vector<SpikeTrains>& spikes, Task* task = nullptr) = 0;

  /// Where the gradient stays; null when backward() gives it.
  virtual ResidentOptimizer* optimizer() { return nullptr; }

  virtual const BpttTimes& times() const = 0;
  /// Where plan().bytes are: the name of the GPU, empty when they are in the machine's memory.
  virtual std::string gpu() const { return {}; }
  /// What stays there between batches: the synapses in the order of the backward pass.
  virtual std::size_t structure_bytes() const = 0;
};

} // namespace striate
