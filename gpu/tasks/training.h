// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/surrogate.h"
#include "engine/kernels/voltage_loss.h"
#include "engine/network/projection.h"
#include "engine/training/optimizer/optimizer.h"
#include "gpu/tasks/basis4.h"
#include "gpu/tasks/half.h"

#include <cstdint>

namespace striate {

/// A projection row by row, as the network has it (engine/network/projection.h).
struct RowArrays {
  const std::uint64_t* row_run = nullptr;
  const EdgeRun* runs = nullptr;
  const std::uint32_t* target = nullptr;
  const float* weight = nullptr;
};

// What the kernels of the training read and write: plain pointers into the device's memory, no ownership. Up to 32
// trials run together; the trial is the innermost index of every array, [neuron][trial], so that threads side by side
// read numbers side by side, and a set of trials is one word.

inline constexpr int max_gpu_trials = 32;
inline constexpr int window_lanes = 3; ///< steps of a window: J is [column][step of the window x trial]

/// Lanes that one column of J takes: three a trial, rounded up to whole sectors of memory.
STRIATE_HOST_DEVICE inline std::uint32_t lane_stride(std::uint32_t trials) {
  return (window_lanes * trials + 7) / 8 * 8;
}

/// The state of all trials, see engine/kernels/neuron_update.h.
struct BatchState {
  static constexpr int planes = 12;
  /// v, after-spike currents, currents, their rise (the order of SimulatorState), countdown.
  enum Plane { v = 0, asc = 1, current = 3, rise = 7, countdown = 11 };
  float* numbers = nullptr; ///< [planes][neuron][trial]
};

/// v of one step for the backward pass, [neuron][trial], in one of two precisions.
struct TapeRow {
  float* single = nullptr;
  std::uint16_t* half = nullptr;

  STRIATE_HOST_DEVICE float load(std::uint64_t index) const {
    return single != nullptr ? single[index] : from_half(half[index]);
  }
  STRIATE_HOST_DEVICE void store(std::uint64_t index, float v) const {
    if (single != nullptr)
      single[index] = v;
    else
      half[index] = to_half(v);
  }
};

/// Lists the sources that fire in any trial: those whose word is not 0.
struct ListTask {
  const std::uint32_t* words = nullptr;
  std::uint32_t count = 0;
  std::uint32_t* list = nullptr;
  std::uint32_t* length = nullptr; ///< 0 before
};

/// Adds what arrives in one step to planes[slot][target][trial]. The spikes of the last steps are there as lists of
/// sources and as words of trials.
struct BatchDeliverTask {
  RowArrays projection;
  std::uint32_t sources = 0, neurons = 0, trials = 1;
  const std::uint32_t* lists = nullptr; ///< [ring][sources]: of step s at s modulo ring
  int ring = 1;
  const std::uint32_t* lengths = nullptr; ///< [row]
  const std::uint32_t* words = nullptr;   ///< [row][sources]: of step s at row s + first_row
  int first_row = 0;
  int step = 0; ///< that they arrive in
  int least_delay = 1, most_delay = 1;
  std::uint32_t parts = 1; ///< that a row is cut into, so that long rows use many threads
  FixedWeight* planes = nullptr;
  std::uint32_t* wild = nullptr; ///< neurons - n for the least neuron n that got a weight which is none; 0 before
};

/// What a trial's losses ask, see TrialGradient.
struct TrialTerms {
  VoltageMode voltage_mode = VoltageMode::threshold;
  float voltage_slope = 0.0f;
  int first_step = 1, last_step = 0;
  std::int32_t has_members = 0;
  int onset = 0;
  std::uint32_t first_member = 0;     ///< in `members`
  std::uint64_t first_population = 0; ///< in `population`
  std::uint32_t population_steps = 0;
};
struct GradientTerms {
  const TrialTerms* trials = nullptr;          ///< [trial]
  const float* by_count = nullptr;             ///< [neuron][trial]
  const std::uint32_t* member_start = nullptr; ///< [trial][neurons + 1]
  const std::uint32_t* members = nullptr;
  const float* population = nullptr; ///< [population][step after the onset]
};

/// One step of all neurons in all trials: the twin of Forward::update.
struct ForwardTask {
  std::uint32_t neurons = 0, trials = 1;
  const CellConstants* cells = nullptr;
  const std::uint16_t* model = nullptr;
  const SynapseConstants* synapses = nullptr;
  std::int32_t clamp_above = 0;

  FixedWeight* planes = nullptr; ///< [slots][neuron][trial]; zeroed
  const std::uint32_t* background_row = nullptr;
  const std::uint8_t* background_source = nullptr;
  const float* background_weight = nullptr;
  const std::uint32_t* background_counts = nullptr; ///< [source][trial] of this step

  BatchState state;
  std::uint32_t* fired = nullptr;  ///< [neurons] bits of trials, set where it fires
  std::uint32_t* closed = nullptr; ///< the same where rho > 0; null: no tape
  TapeRow v;
  double* penalty = nullptr;         ///< [neuron][trial] sum of voltage_excess()^2; null: not wanted
  const TrialTerms* terms = nullptr; ///< when it is
};

/// Sums of the penalty over neurons.
struct PenaltyTask {
  const double* penalty = nullptr; ///< [neuron][trial]
  std::uint32_t neurons = 0, trials = 1, partials = 1;
  double* partial = nullptr; ///< [partials][trial]
};

/// Some edges of one source that end in columns close to each other; a warp's work.
struct RowPart {
  std::uint64_t first_edge = 0;
  std::uint32_t edges = 0;
  std::uint32_t source = 0;
  std::uint8_t opens = 1, closes = 1; ///< the first, the last part of its source
};

/// Spikes of the three steps of a window: words[w] of step t - w; null: before the first.
struct WindowSpikes {
  const std::uint32_t* words[window_lanes] = {};
};

/// Over sources, the twin of Adjoint::chunk and finish_rows: every synapse is read once for three steps of all trials.
struct RowsTask {
  const RowPart* parts = nullptr;
  std::uint32_t part_count = 0, trials = 1, neurons = 0;
  const std::uint32_t* column = nullptr; ///< [edge]
  const float* weight = nullptr;         ///< [edge]
  float* gradient = nullptr;             ///< [edge]; null: frozen
  const float* j = nullptr;              ///< [column][lane]
  WindowSpikes spikes;
  int step = 0;       ///< t, the last of the window
  int live_steps = 3; ///< steps of the window that are >= 1
  TapeRow v[window_lanes];
  const std::uint32_t* closed[window_lanes] = {};
  GradientTerms terms;
  Surrogate::Shape shape = Surrogate::Shape::triangular;
  float surrogate_damping = 0.1f, inverse_width = 1.0f, recurrent_damping = 0.1f;
  float* sums = nullptr;   ///< [neuron][lane] of sources in several parts
  float* result = nullptr; ///< [neuron][lane] [rho = 0] psi zbar
};

/// A column of J: the inputs of one neuron by synapses of one slot and delay.
struct ColumnOfTarget {
  std::uint32_t column = 0;
  std::uint8_t slot = 0, delay = 0;
};

/// Over neurons, the twin of Adjoint::neurons and lay_out: three steps back, then J of the next window.
struct AdjointTask {
  std::uint32_t neurons = 0, trials = 1;
  const CellConstants* cells = nullptr;
  const std::uint16_t* model = nullptr;
  const SynapseConstants* synapses = nullptr;
  float kept_voltage = 0.5f; ///< 1 - eta_v
  int step = 0, live_steps = 3;
  TapeRow v[window_lanes];
  const std::uint32_t* closed[window_lanes] = {}; ///< null: soft reset
  const TrialTerms* terms = nullptr;
  const float* result = nullptr;
  float* carry = nullptr; ///< [neuron][trial]
  float* q = nullptr;     ///< [basis][neuron][trial]
  float* p = nullptr;     ///< [ring][basis][neuron][trial]
  int ring = 3;
  const std::uint32_t* column_start = nullptr; ///< [neurons + 1]
  const ColumnOfTarget* columns = nullptr;     ///< by target
  float* j = nullptr;                          ///< [column][lane]
  float* external_j = nullptr;                 ///< [neuron][lane]; null: LGN and background weights are frozen
};

/// Gradient of LGN weights: the events of the steps t + 1, t and t - 1.
struct LgnGradientTask {
  RowArrays projection;
  std::uint32_t sources = 0, trials = 1;
  WindowSpikes spikes;
  const float* external_j = nullptr;
  float* gradient = nullptr;
};
/// The same for background weights.
struct BackgroundGradientTask {
  std::uint32_t neurons = 0, trials = 1;
  const std::uint32_t* row = nullptr;
  const std::uint8_t* source = nullptr;
  const std::uint32_t* counts[window_lanes] = {}; ///< [source][trial]; null: no such step
  const float* external_j = nullptr;
  float* gradient = nullptr;
};

/// Weights of one projection and their gradient.
struct WeightArrays {
  std::uint64_t count = 0;
  const float* gradient = nullptr;
  const std::uint32_t* target = nullptr; ///< [count]; the variable is weight / unit[target]
  const float* unit = nullptr;           ///< [neurons]
};
/// Sums of the squares of the gradient of the variables.
struct SquaresTask {
  WeightArrays weights;
  double* partial = nullptr; ///< [partials]
  std::uint32_t partials = 1;
};
/// One step of an optimizer.
struct OptimizerTask {
  WeightArrays weights;
  OptimizerSettings::Kind kind = OptimizerSettings::Kind::exp_adam;
  OptimizerConstants constants;
  const float* initial = nullptr; ///< whose side of 0 is kept
  float* weight = nullptr;
  float* first = nullptr;
  float* second = nullptr; ///< null for sgd
};
/// Weights in groups, which are sorted and compared with what they were.
struct DistributionTask {
  std::uint64_t count = 0;
  const std::uint32_t* edge = nullptr;  ///< [place]
  const std::uint16_t* group = nullptr; ///< [place]
  const float* initial = nullptr;       ///< [place] sorted within a group
  const double* slope = nullptr;        ///< [group]
  const float* weight = nullptr;        ///< [edge]
  const std::uint32_t* target = nullptr;
  const float* unit = nullptr;   ///< [neuron]
  std::uint64_t* keys = nullptr; ///< [place] group and number
  std::uint32_t* edges = nullptr;
  float* gradient = nullptr; ///< [edge]
  double* partial = nullptr; ///< [partials] of the loss
  std::uint32_t partials = 1;
};
/// Sorts keys and what goes with them by the lowest bits, in place or over there: then keys and values point there.
struct SortTask {
  std::uint64_t count = 0;
  int bits = 64;
  std::uint64_t *keys = nullptr, *other_keys = nullptr;
  std::uint32_t *values = nullptr, *other_values = nullptr;
};

/// Between [row][planes][neuron], as the host has it, and [planes][neuron][trial].
struct TransposeTask {
  float* by_row = nullptr;
  const std::uint32_t* row_of_trial = nullptr; ///< null: row = trial
  float* by_neuron = nullptr;
  std::uint32_t planes = 1, neurons = 0, trials = 1;
  bool to_rows = false;
};

} // namespace striate
