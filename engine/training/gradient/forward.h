// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/simulation/aligned_vector.h"
#include "engine/training/gradient/forward_kernels.h"
#include "engine/training/gradient/structure.h"
#include "engine/training/gradient/tape.h"
#include "engine/training/losses/objective.h"
#include "engine/training/trials/trial.h"

#include <array>
#include <deque>
#include <span>
#include <vector>

namespace striate {

/// The dynamic state of one trial, structure of arrays of length N; see simulation/state.h.
template <typename Real>
struct TrialState {
  AlignedVector<Real> v;
  std::array<AlignedVector<Real>, 2> asc;
  std::array<AlignedVector<Real>, 4> rise, current;
  AlignedVector<std::int32_t> countdown;

  /// Throws Error when the state belongs to another network.
  void load(const SimulatorState& from, const TrainingStructure& structure);
  SimulatorState save(const TrainingStructure& structure) const;
};

/// Runs trials forward through the dynamics of the simulator, step by step together, with weights that may change from
/// call to call. The same spikes as the CPU simulator for the same inputs, for any number of threads.
template <typename Real>
class Forward {
public:
  Forward(const TrainingStructure& structure, bool hard_reset, ThreadPool& pool);

  struct Batch {
    std::span<const Trial> trials;
    std::span<SpikeTrains> spikes;
    std::span<TrialState<Real>> states; ///< before step `first`; afterwards after step `last`
    int first_trial = 0;                ///< number of trials[0] for the objective
  };
  /// Steps first..last, 1-based. Spikes are appended where `spikes` ends before a step; a repeated stretch leaves them
  /// as they are. tape, objective and task may be null; throws TaskCancelled.
  void run(const TrainingWeights& weights, const Batch& batch, int first, int last, Tape<Real>* tape,
           Objective<Real>* objective, const Task* task);

private:
  struct Parcel {
    const std::uint32_t* target = nullptr;
    const float* weight = nullptr;
    std::uint32_t count = 0;
    std::uint32_t slot = 0;
  };
  struct alignas(64) Team {
    std::vector<NeuronPiece> pieces;
    std::vector<Parcel> parcels;
    std::vector<std::vector<std::uint32_t>> fired; ///< per trial
  };

  void step(int thread, int t);
  void collect(Team& team, int thread, std::size_t trial, int t) const;
  void add_row(std::vector<Parcel>& parcels, const RunShares& shares, const std::vector<float>& weight,
               std::uint32_t source, int delay, int thread) const;
  void deliver_parcels(const Team& team);
  void add_background(std::size_t trial, int t, std::uint32_t begin, std::uint32_t end);
  void update(const NeuronPiece& piece, Team& team, std::size_t trial, int t);

  const TrainingStructure& structure_;
  bool hard_reset_;
  ThreadPool& pool_;
  std::deque<Team> teams_;
  std::array<AlignedVector<Real>, SynapseConstants::slots> planes_;

  // Of the run under way.
  const TrainingWeights* weights_ = nullptr;
  const Batch* batch_ = nullptr;
  Tape<Real>* tape_ = nullptr;
  Objective<Real>* objective_ = nullptr;
};

extern template struct TrialState<float>;
extern template struct TrialState<double>;
extern template class Forward<float>;
extern template class Forward<double>;

} // namespace striate
