// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/training/gradient/adjoint_kernels.h"
#include "engine/training/gradient/adjoint_options.h"
#include "engine/training/gradient/recurrent_layout.h"
#include "engine/training/gradient/structure.h"
#include "engine/training/gradient/tape.h"
#include "engine/training/losses/objective.h"
#include "engine/training/trials/trial.h"

#include <array>
#include <span>
#include <vector>

namespace striate {

/// The backward pass of up to training::most_trials trials (docs/model/training.md#eq-3; see adjoint_update.h).
///
/// Three steps at a time: (A) over sources, every synapse read once: the adjoints of the spikes of the window and,
/// where a source did fire, the gradient of its weights; (B) over neurons: v, q and p go back three steps, and J of the
/// next window is laid out column by column. Every number has one writer: no atomics, and the same bits for any number
/// of threads.
template <typename Real>
class Adjoint {
public:
  Adjoint(const TrainingStructure& structure, const AdjointOptions& options, ThreadPool& pool);

  struct Batch {
    std::span<const Trial> trials;
    std::span<const SpikeTrains> spikes;
    int first_trial = 0;
  };
  /// Begins an update: takes over the weights and sets the gradient to 0.
  void start(const TrainingWeights& weights, WeightGradient<Real>& gradient);
  /// Begins with the last step of these trials.
  void begin(const Batch& batch);
  /// Goes back over steps last..first, which `tape` holds; stretches follow each other downwards, and all but that with
  /// first = 1 span a multiple of window_steps.
  void run(const Tape<Real>& tape, int first, int last, const Objective<Real>& objective, const Task* task);
  /// Ends the update: the gradient is complete.
  void finish();

  double seconds_in_rows() const { return seconds_in_rows_; }
  double seconds_in_neurons() const { return seconds_in_neurons_; }
  double seconds_in_inputs() const { return seconds_in_inputs_; }
  /// Bytes that begin() takes for a batch.
  std::size_t bytes(int trials) const;

private:
  /// Neurons of one cell model that are laid out together, and the columns they are targets of.
  struct Tile {
    static constexpr std::uint32_t largest = 128;
    struct Input {
      std::uint8_t slot = 0, delay = 0;
      std::uint32_t first_column = 0, end_column = 0; ///< of the slot, any delay
    };
    NeuronPiece neurons;
    std::vector<Input> inputs;
  };

  void make_tiles();
  void window(int t);
  // (A), adjoint_rows.cpp
  void rows(int t);
  void mark_spikes(int t, bool set);
  void chunk(const RecurrentLayout::Chunk& chunk, int t);
  void finish_rows(std::uint32_t first, std::uint32_t count, int t, const Real* sums);
  void external_inputs(int t);
  void lgn_row(std::uint32_t unit);
  void background_rows(std::size_t begin, std::size_t end, int t);
  // (B), adjoint.cpp
  void neurons(const NeuronPiece& piece, int t);
  void lay_out(const Tile& tile, int next);
  void lay_out(const Tile& tile, int next, int slot, int delay, Real* values) const;

  std::size_t trials() const { return batch_.trials.size(); }
  /// Place of step t - w of a trial among the lanes.
  std::size_t lane(int w, std::size_t trial) const { return static_cast<std::size_t>(w) * trials() + trial; }
  bool trains_inputs() const { return options_.train_lgn || options_.train_background; }
  /// pbar of step t: the ring holds those of the window's reach.
  Real* p(std::size_t trial, int t, std::size_t basis) { return p_[trial].data() + place(t, basis); }
  const Real* p(std::size_t trial, int t, std::size_t basis) const { return p_[trial].data() + place(t, basis); }
  std::size_t place(int t, std::size_t basis) const {
    const auto ring = static_cast<int>(ring_);
    return (static_cast<std::size_t>((t % ring + ring) % ring) * SynapseConstants::bases + basis) *
           structure_.neurons();
  }

  const TrainingStructure& structure_;
  AdjointOptions options_;
  ThreadPool& pool_;
  RecurrentLayout layout_;
  std::vector<Tile> tiles_;

  Batch batch_;
  int lanes_ = 4;
  std::size_t ring_ = 3;                                ///< steps of p kept
  AlignedVector<Real> j_;                               ///< [column][lane]
  AlignedVector<Real> external_j_;                      ///< [N][lane], of LGN and background synapses
  std::vector<AlignedVector<Real>> p_;                  ///< [trial][ring][basis][N]
  std::vector<AlignedVector<Real>> q_, carry_;          ///< [trial][basis][N], [trial][N]
  std::vector<AlignedVector<Real>> row_result_;         ///< [lane][N] [rho = 0] psi zbar
  std::vector<Real> layout_gradient_;                   ///< of the recurrent weights, in the layout's order
  std::vector<std::uint32_t> row_spikes_, unit_spikes_; ///< lanes in which a source fired, bit by bit
  std::vector<std::uint32_t> units_;                    ///< LGN units that fired in the window

  const Tape<Real>* tape_ = nullptr;
  const Objective<Real>* objective_ = nullptr;
  WeightGradient<Real>* gradient_ = nullptr;
  bool silent_ = true; ///< J is 0 everywhere
  double seconds_in_rows_ = 0.0, seconds_in_neurons_ = 0.0, seconds_in_inputs_ = 0.0;
};

extern template class Adjoint<float>;
extern template class Adjoint<double>;

} // namespace striate
