// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/neuron_update.h"
#include "gpu/device/atomics.h"
#include "gpu/device/bits.h"
#include "gpu/device/delivery.h"
#include "gpu/tasks/training.h"

namespace striate {

/// One source a thread.
STRIATE_HOST_DEVICE inline void list_sources(const ListTask& task, const ThreadPlace& at) {
  const std::uint32_t source = at.global();
  if (source < task.count && task.words[source] != 0)
    task.list[atomic_advance(task.length, 1)] = source;
}

/// The edges of a run for the trials in `bits`; the threads of a group share them.
STRIATE_HOST_DEVICE inline void deliver_run(const BatchDeliverTask& task, std::uint64_t run, std::uint32_t bits,
                                            std::uint64_t first, std::uint64_t step) {
  const std::uint64_t begin = task.projection.runs[run].begin;
  const std::uint64_t end = task.projection.runs[run + 1].begin;
  FixedWeight* plane =
      task.planes + std::uint64_t{task.projection.runs[run].slot} * task.neurons * std::uint64_t{task.trials};
  for (std::uint64_t e = begin + first; e < end; e += step) {
    const float weight = task.projection.weight[e];
    const std::uint32_t target = task.projection.target[e];
    if (!(weight < largest_weight_pA && weight > -largest_weight_pA)) {
      atomic_largest(task.wild, task.neurons - target); // also what is no number
      continue;
    }
    const FixedWeight fixed = to_fixed(weight);
    FixedWeight* to = plane + std::uint64_t{target} * task.trials;
    for (std::uint32_t left = bits; left != 0; left &= left - 1)
      atomic_add(to + lowest_bit(left), fixed);
  }
}

/// A block of `at` is a group of threads that takes one part of one row after the other. The twin of Forward::collect:
/// the sums are integers, so their order does not matter.
STRIATE_HOST_DEVICE inline void deliver_batch(const BatchDeliverTask& task, const ThreadPlace& at) {
  std::uint64_t next = at.block;
  for (int delay = task.least_delay; delay <= task.most_delay; ++delay) {
    const int emitted = task.step - delay;
    const int slot = ((emitted % task.ring) + task.ring) % task.ring;
    const std::uint32_t* list = task.lists + static_cast<std::uint64_t>(slot) * task.sources;
    const std::uint32_t* words = task.words + static_cast<std::uint64_t>(emitted + task.first_row) * task.sources;
    const std::uint64_t work = std::uint64_t{task.lengths[emitted + task.first_row]} * task.parts;
    for (; next < work; next += at.blocks) {
      const std::uint32_t source = list[next / task.parts];
      const std::uint64_t first = next % task.parts * at.threads + at.thread;
      for (std::uint64_t r = task.projection.row_run[source]; r < task.projection.row_run[source + 1]; ++r)
        if (task.projection.runs[r].delay == delay)
          deliver_run(task, r, words[source], first, std::uint64_t{task.parts} * at.threads);
    }
    next -= work;
  }
}

/// What arrived at one neuron in one trial, as drive of every basis (docs/model/synapses.md#eq-2).
STRIATE_HOST_DEVICE inline void take_drive(const ForwardTask& task, const CellConstants& cell, std::uint32_t n,
                                           std::uint32_t trial, float (&drive)[SynapseConstants::bases]) {
  const std::uint64_t all = std::uint64_t{task.neurons} * task.trials;
  FixedWeight* plane = task.planes + std::uint64_t{n} * task.trials + trial;
  FixedWeight sums[SynapseConstants::slots];
  for (int slot = 0; slot < SynapseConstants::slots; ++slot) // all loads before the first store: they do not wait
    sums[slot] = plane[static_cast<std::uint64_t>(slot) * all];
  float background = 0.0f;
  if (task.background_row != nullptr)
    for (std::uint32_t e = task.background_row[n]; e < task.background_row[n + 1]; ++e)
      background += static_cast<float>(task.background_counts[task.background_source[e] * task.trials + trial]) *
                    task.background_weight[e];
  for (int slot = 0; slot < SynapseConstants::slots; ++slot) {
    const float weight = from_fixed(sums[slot]) + (slot == SynapseConstants::slots - 1 ? background : 0.0f);
    for (int r = 0; r < SynapseConstants::bases; ++r)
      drive[r] += task.synapses->drive[cell.synaptic_class][slot][r] * weight;
  }
  for (int slot = 0; slot < SynapseConstants::slots; ++slot)
    if (sums[slot] != 0)
      plane[static_cast<std::uint64_t>(slot) * all] = 0;
}

/// One neuron in one trial a thread.
STRIATE_HOST_DEVICE inline void forward_neuron(const ForwardTask& task, const ThreadPlace& at) {
  const std::uint64_t all = std::uint64_t{task.neurons} * task.trials;
  const std::uint64_t index = at.global();
  if (index >= all)
    return;
  const std::uint32_t n = at.global() / task.trials;
  const std::uint32_t trial = at.global() % task.trials;
  const CellConstants& cell = task.cells[task.model[n]];
  constexpr int bases = SynapseConstants::bases;
  float* numbers = task.state.numbers + index;
  float state[BatchState::planes];
  for (int plane = 0; plane < BatchState::planes; ++plane)
    state[plane] = numbers[static_cast<std::uint64_t>(plane) * all];
  float drive[bases] = {};
  take_drive(task, cell, n, trial, drive);
  float old[bases];
  for (int r = 0; r < bases; ++r)
    old[r] =
        update_synapse(drive[r], task.synapses->decay[r], state[BatchState::rise + r], state[BatchState::current + r]);
  auto countdown = static_cast<std::int32_t>(state[BatchState::countdown]);
  const bool fires = update_cell(cell, task.clamp_above, (old[0] + old[1]) + (old[2] + old[3]), state[BatchState::v],
                                 state[BatchState::asc], state[BatchState::asc + 1], countdown);
  state[BatchState::countdown] = static_cast<float>(countdown);
  for (int plane = 0; plane < BatchState::planes; ++plane)
    numbers[static_cast<std::uint64_t>(plane) * all] = state[plane];
  if (fires)
    atomic_set_bit(task.fired + n, trial);
  const float v = state[BatchState::v];
  if (task.penalty != nullptr) {
    const float excess = voltage_excess(task.terms[trial].voltage_mode, v);
    task.penalty[index] += static_cast<double>(excess * excess);
  }
  if (task.closed == nullptr)
    return;
  task.v.store(index, v);
  if (!fires && countdown != 0)
    atomic_set_bit(task.closed + n, trial);
}

/// The sum of every so many-th neuron in one trial a thread.
STRIATE_HOST_DEVICE inline void sum_penalty(const PenaltyTask& task, const ThreadPlace& at) {
  const std::uint32_t index = at.global();
  if (index >= task.partials * task.trials)
    return;
  double sum = 0.0;
  for (std::uint64_t n = index / task.trials; n < task.neurons; n += task.partials)
    sum += task.penalty[n * task.trials + index % task.trials];
  task.partial[index] = sum;
}

/// One number a thread.
STRIATE_HOST_DEVICE inline void transpose_number(const TransposeTask& task, const ThreadPlace& at) {
  const std::uint64_t all = std::uint64_t{task.neurons} * task.trials;
  const std::uint64_t index = std::uint64_t{at.block} * at.threads + at.thread;
  if (index >= all * task.planes)
    return;
  const std::uint64_t plane = index / all;
  const std::uint64_t n = index % all / task.trials;
  const auto trial = static_cast<std::uint32_t>(index % task.trials);
  const std::uint64_t row = task.row_of_trial != nullptr ? task.row_of_trial[trial] : trial;
  float& there = task.by_row[(row * task.planes + plane) * task.neurons + n];
  if (task.to_rows)
    there = task.by_neuron[index];
  else
    task.by_neuron[index] = there;
}

} // namespace striate
