#pragma once
#include "engine/core/task.h"
#include "engine/training/adjoint.h"
#include "engine/training/forward.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace striate {

struct BpttOptions {
  AdjointOptions adjoint;
  std::size_t memory_bytes = std::size_t{2} << 30; ///< for tape, snapshots and adjoint state together
};

/// How a batch is cut so that it fits the memory.
struct BpttPlan {
  int trials_at_once = 1;
  int segment_steps = 0;   ///< steps on the tape at a time
  bool recomputes = false; ///< the forward pass runs a second time, segment by segment
  std::size_t bytes = 0;   ///< tape, snapshots and adjoint state
};

/// Where the time of the latest update went.
struct BpttTimes {
  double forward_s = 0.0, recompute_s = 0.0;
  double rows_s = 0.0;    ///< over recurrent synapses, their gradient included
  double inputs_s = 0.0;  ///< gradients of LGN and background weights
  double neurons_s = 0.0; ///< over neurons
  double order_s = 0.0;   ///< weights and gradient between the network's order and that of the backward pass
};

/// Back-propagation through time for one network: forward over a batch of trials, then the gradient of an objective by
/// the weights. What is kept between the two is v and one bit per neuron and step, or, when that exceeds the memory,
/// the state at the start of each segment, from which the segment is computed again: the same gradient bit for bit.
/// One thread calls it at a time.
template <typename Real>
class Bptt {
public:
  /// Throws Error when the network cannot be simulated.
  Bptt(std::shared_ptr<const Network> network, const ModelTables& tables, const BpttOptions& options, ThreadPool& pool);

  /// Throws a usage Error that names the memory needed and the largest batch that fits.
  BpttPlan plan(int trials, int steps) const;

  /// The spikes of every trial, valid until the next call. The trials must stay as they are until backward() is done.
  /// Throws Error when they do not fit the network, TaskCancelled when the task (may be null) is cancelled.
  std::span<const SpikeTrains> forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                       Objective<Real>& objective, Task* task = nullptr);
  /// Of the batch of the latest forward(), with the same weights; gradient is set, not added to.
  void backward(const TrainingWeights& weights, const Objective<Real>& objective, WeightGradient<Real>& gradient,
                Task* task = nullptr);

  const TrainingStructure& structure() const { return structure_; }
  const BpttTimes& times() const { return times_; }
  std::span<const SpikeTrains> spikes() const { return spikes_; } ///< of the latest forward()

  /// Runs the trials without a tape; returns their final states, as initial states of further trials.
  std::vector<SimulatorState> run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                       std::vector<SpikeTrains>& spikes, Task* task = nullptr);

private:
  void check(const TrainingWeights& weights, std::span<const Trial> trials) const;
  std::vector<int> segment_starts(int steps) const;
  std::size_t snapshot_bytes() const { return std::size_t{structure_.neurons()} * (11 * sizeof(Real) + 4); }
  typename Forward<Real>::Batch batch_of(std::size_t first, std::size_t count);

  TrainingStructure structure_;
  BpttOptions options_;
  Forward<Real> forward_;
  Adjoint<Real> adjoint_;
  Tape<Real> tape_;
  BpttPlan plan_;
  std::span<const Trial> trials_;
  std::vector<SpikeTrains> spikes_;
  std::vector<TrialState<Real>> states_;
  std::vector<std::vector<TrialState<Real>>> snapshots_; ///< [segment][trial]
  BpttTimes times_;
};

extern template class Bptt<float>;
extern template class Bptt<double>;

} // namespace striate
