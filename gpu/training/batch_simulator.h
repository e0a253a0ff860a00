// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/gradient/back_propagation.h"
#include "gpu/training/tables.h"

#include <cstddef>
#include <span>
#include <vector>

namespace striate {

/// The trials that run together on a GPU: inputs, spikes, state and tape, with room for `trials` and `steps`. Steps
/// count from 1; spikes are also there for the steps before that the initial states remember.
class GpuBatch {
public:
  GpuBatch(const GpuTrainingTables& tables, std::uint32_t trials, int steps, TapePrecision precision);

  /// Takes over inputs and initial states of these trials, as many as there is room for or fewer, and the spikes they
  /// fired in an earlier pass, or none. An LGN unit fires at most once in a step.
  void load(std::span<const Trial> batch, std::span<const SpikeTrains> fired, ThreadPool& pool);
  /// Makes room for the tape of steps first..last.
  void open_tape(int first, int last);

  std::uint32_t trials() const { return trials_; } ///< of the latest load()
  int steps() const { return steps_; }
  std::uint32_t room() const { return room_; }

  BatchState state() const { return {state_.data()}; }
  std::size_t state_bytes() const { return numbers_of_state() * sizeof(float); }
  FixedWeight* planes() const { return planes_.data(); }
  /// Who fires, as words of trials: [neuron] of a step; null before what the initial states remember. That of step s is
  /// row s + first_row() of fired_rows().
  std::uint32_t* fired(int step) const;
  const std::uint32_t* fired_rows() const { return fired_.data(); }
  int first_row() const { return tables_.max_delay - 1; }
  std::size_t rows() const { return static_cast<std::size_t>(steps_ + tables_.max_delay); }
  const std::uint32_t* lgn(int step) const;               ///< [unit]; null outside 1..steps()
  const std::uint32_t* background_counts(int step) const; ///< [source][trial]; null outside 1..steps()
  TapeRow v(int step) const;
  std::uint32_t* closed(int step) const;

  std::vector<SpikeTrains> spikes(ThreadPool& pool); ///< of steps 1..steps()
  /// The states as they are now, without the spikes they remember.
  std::vector<SimulatorState> save() const;

  /// Bytes of everything but the tape, and of one step of the tape.
  static std::size_t bytes(const GpuTrainingTables& tables, std::uint32_t trials, int steps);
  static std::size_t step_bytes(std::uint32_t neurons, std::uint32_t trials, TapePrecision precision);

private:
  std::size_t numbers_of_state() const { return std::size_t{BatchState::planes} * tables_.neurons() * trials_; }
  std::size_t tape_row(int step) const { return static_cast<std::size_t>(step - tape_first_); }
  void load_states(std::span<const Trial> batch);
  void load_spikes(std::span<const Trial> batch, std::span<const SpikeTrains> fired);
  void load_inputs(std::span<const Trial> batch, ThreadPool& pool);

  const GpuTrainingTables& tables_;
  std::uint32_t room_ = 1, trials_ = 1;
  int steps_ = 0, tape_first_ = 1;
  TapePrecision precision_;
  DeviceArray<float> state_;
  DeviceArray<FixedWeight> planes_;
  DeviceArray<std::uint32_t> fired_, lgn_, counts_, closed_;
  DeviceArray<float> single_;
  DeviceArray<std::uint16_t> half_;
  PinnedArray<std::uint32_t> fired_here_;
};

} // namespace striate
