#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/training/adjoint_kernels.h"
#include "engine/training/objective.h"
#include "engine/training/surrogate.h"
#include "engine/training/tape.h"
#include "engine/training/training_structure.h"
#include "engine/training/trial.h"

#include <array>
#include <span>
#include <vector>

namespace striate {

struct AdjointOptions {
  bool hard_reset = false;
  Surrogate surrogate;
  double recurrent_damping = 0.1; ///< eta_r, 0..1: of the path spike -> synapse -> spike
  double voltage_damping = 0.5;   ///< eta_v, 0..1: taken from the path v -> v
  bool train_recurrent = true, train_lgn = false, train_background = false;
};

/// The backward pass of up to training::most_trials trials (spec: model, section 4.3; see adjoint_update.h).
///
/// Three steps at a time: (A) over sources, each row of synapses read once: the adjoints of its spikes and, where it
/// did fire, the gradient of its weights; rows whose surrogate is 0 and that did not fire are left out; (B) over
/// neurons: v, q and p go back three steps, and J of the next window is laid out, one plane for each kind of synapse
/// (slot, delay). Every number has one writer: no atomics, and the same bits for any number of threads.
template <typename Real>
class Adjoint {
public:
  Adjoint(const TrainingStructure& structure, const AdjointOptions& options, ThreadPool& pool);

  struct Batch {
    std::span<const Trial> trials;
    std::span<const SpikeTrains> spikes;
    int first_trial = 0;
  };
  /// Forgets what came before: the next stretch is the last of its trials.
  void begin(const Batch& batch);
  /// Goes back over steps last..first, which `tape` holds; stretches follow each other downwards, and all but that with
  /// first = 1 span a multiple of window_steps. Adds to `gradient`, whose trained projections have their full length.
  void run(const TrainingWeights& weights, const Tape<Real>& tape, int first, int last,
           const Objective<Real>& objective, WeightGradient<Real>& gradient, const Task* task);

  double seconds_in_rows() const { return seconds_in_rows_; }
  double seconds_in_neurons() const { return seconds_in_neurons_; }
  double seconds_in_inputs() const { return seconds_in_inputs_; }
  std::uint64_t edges_visited() const { return edges_visited_; }
  std::size_t plane_count() const { return planes_.size(); }
  void reset_times() {
    seconds_in_rows_ = seconds_in_neurons_ = seconds_in_inputs_ = 0.0;
    edges_visited_ = 0;
  }

private:
  static constexpr std::uint32_t row_block = 128;

  void window(int t);
  void mark_spikes(int t, bool set);
  void rows(std::size_t begin, std::size_t end, int t);
  void row_factors(std::uint32_t begin, std::uint32_t count, int t, std::vector<Real>& factors) const;
  std::uint64_t one_row(std::uint32_t source, bool wanted, Real* sum);
  void lgn_rows(std::size_t begin, std::size_t end, int t);
  void background_rows(std::size_t begin, std::size_t end, int t);
  void neurons(const NeuronPiece& piece, int t);
  void lay_out(std::size_t piece, int next);
  const Real* p(std::size_t trial, int t, std::size_t basis) const;
  Real* p(std::size_t trial, int t, std::size_t basis) {
    return const_cast<Real*>(static_cast<const Adjoint*>(this)->p(trial, t, basis));
  }
  AlignedVector<Real>& plane(int slot, int delay) {
    return planes_[plane_of_[static_cast<std::size_t>(slot)][static_cast<std::size_t>(delay)]];
  }

  const TrainingStructure& structure_;
  AdjointOptions options_;
  ThreadPool& pool_;
  std::vector<std::vector<TrainingStructure::SlotDelay>> inputs_; ///< per piece, with those of trained inputs
  std::vector<std::vector<std::size_t>> plane_of_;                ///< [slot][delay]

  Batch batch_;
  int lanes_ = 4;
  std::size_t ring_ = 3; ///< steps of p kept
  std::vector<AlignedVector<Real>> planes_;
  std::vector<AlignedVector<Real>> p_;                  ///< [trial][ring][basis][N]
  std::vector<AlignedVector<Real>> q_, carry_;          ///< [trial][basis][N], [trial][N]
  std::vector<AlignedVector<Real>> row_result_;         ///< [lane][N]
  std::vector<std::uint32_t> row_spikes_, unit_spikes_; ///< lanes in which a source fired, bit by bit
  std::vector<std::uint32_t> units_;                    ///< LGN units that fired in the window

  const TrainingWeights* weights_ = nullptr;
  const Tape<Real>* tape_ = nullptr;
  const Objective<Real>* objective_ = nullptr;
  WeightGradient<Real>* gradient_ = nullptr;
  bool silent_ = true; ///< all planes are 0
  double seconds_in_rows_ = 0.0, seconds_in_neurons_ = 0.0, seconds_in_inputs_ = 0.0;
  std::uint64_t edges_visited_ = 0;
};

extern template class Adjoint<float>;
extern template class Adjoint<double>;

} // namespace striate
