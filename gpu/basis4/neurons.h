// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/neuron_update.h"
#include "gpu/device/atomics.h"
#include "gpu/device/delivery.h"
#include "gpu/tasks/basis4.h"

namespace striate {

/// What arrived at one neuron in this step, pA by synapse slot, split where sources are watched.
struct Arrivals {
  float recurrent[SynapseConstants::slots - 1];
  float lgn = 0.0f, background = 0.0f;
};

/// Zeroes what it takes, and only what is not 0 already: most planes of most neurons got nothing.
STRIATE_HOST_DEVICE inline void clear(FixedWeight* sum, FixedWeight value) {
  if (value != 0)
    *sum = 0;
}

STRIATE_HOST_DEVICE inline Arrivals take_arrivals(const UpdateTask& task, std::uint32_t n) {
  constexpr int recurrent_slots = SynapseConstants::slots - 1;
  const std::uint32_t step = (static_cast<std::uint32_t>(task.clock->phase) + task.step) % task.depth;
  FixedWeight* plane = task.recurrent + std::uint64_t{step * recurrent_slots} * task.neurons + n;
  // All are read before any is written: the GPU waits for them once, not one by one.
  FixedWeight sums[recurrent_slots];
  for (int slot = 0; slot < recurrent_slots; ++slot)
    sums[slot] = plane[static_cast<std::uint64_t>(slot) * task.neurons];
  const FixedWeight lgn = task.external[n];
  Arrivals arrivals;
  if (task.background_row != nullptr)
    for (std::uint32_t e = task.background_row[n]; e < task.background_row[n + 1]; ++e)
      arrivals.background += task.background_amounts[task.background_source[e]] * task.background_weight[e];
  const float incoming = task.incoming != nullptr ? task.incoming[n] : 1.0f;
  for (int slot = 0; slot < recurrent_slots; ++slot) {
    arrivals.recurrent[slot] = incoming * from_fixed(sums[slot]);
    clear(plane + static_cast<std::uint64_t>(slot) * task.neurons, sums[slot]);
  }
  arrivals.lgn = from_fixed(lgn);
  clear(task.external + n, lgn);
  return arrivals;
}

/// Not finite: all bits of the exponent are set.
STRIATE_HOST_DEVICE inline bool is_wild(float x) {
  const float zero = x - x; // NaN for NaN and infinity
  return !(zero == 0.0f);
}

/// The twin of WatchedSources::update.
STRIATE_HOST_DEVICE inline void update_watched(const UpdateTask& task, std::uint32_t n, const Arrivals& arrivals,
                                               const float (&drive)[SynapseConstants::slots][SynapseConstants::bases]) {
  const std::int32_t place = task.watched_index[n];
  if (place < 0)
    return;
  constexpr int bases = SynapseConstants::bases;
  for (int source = 0; source < watched_sources_count; ++source) {
    float* rise = task.watched + (static_cast<std::uint64_t>(place) * watched_sources_count + source) * 2 * bases;
    float* current = rise + bases;
    for (int r = 0; r < bases; ++r) {
      float sum = 0.0f;
      if (source == 0)
        for (int slot = 0; slot < SynapseConstants::slots - 1; ++slot)
          sum += drive[slot][r] * arrivals.recurrent[slot];
      else
        sum = drive[SynapseConstants::slots - 1][r] * (source == 1 ? arrivals.lgn : arrivals.background);
      update_synapse(sum, task.synapses->decay[r], rise[r], current[r]);
    }
  }
}

/// The twin of update_piece (docs/model/dynamics.md#basis4-one-step): one neuron a thread, from what arrived to the
/// queue of those that fire.
STRIATE_HOST_DEVICE inline void update_neuron(const UpdateTask& task, const ThreadPlace& at) {
  constexpr int bases = SynapseConstants::bases;
  const std::uint32_t n = at.global();
  if (n >= task.neurons)
    return;
  // The state is read first, for the same reason as in take_arrivals.
  float v = task.v[n], asc_0 = task.asc[0][n], asc_1 = task.asc[1][n];
  std::int32_t countdown = task.countdown[n];
  float rise[bases], current[bases];
  for (int r = 0; r < bases; ++r) {
    rise[r] = task.rise[r][n];
    current[r] = task.current[r][n];
  }
  const CellConstants& cell = task.cells[task.model[n]];
  const auto& drive = task.synapses->drive[cell.synaptic_class];
  const Arrivals arrivals = take_arrivals(task, n);
  const float external = arrivals.lgn + arrivals.background;
  float old[bases];
  for (int r = 0; r < bases; ++r) {
    float sum = drive[0][r] * arrivals.recurrent[0];
    for (int slot = 1; slot < SynapseConstants::slots - 1; ++slot)
      sum += drive[slot][r] * arrivals.recurrent[slot];
    sum += drive[SynapseConstants::slots - 1][r] * external;
    old[r] = update_synapse(sum, task.synapses->decay[r], rise[r], current[r]);
    task.rise[r][n] = rise[r];
    task.current[r][n] = current[r];
  }
  if (task.watched_index != nullptr)
    update_watched(task, n, arrivals, drive);
  float input = (old[0] + old[1]) + (old[2] + old[3]);
  if (task.added_pA != nullptr)
    input += task.added_pA[n];
  bool fires = update_cell(cell, task.clamp_above, input, v, asc_0, asc_1, countdown);
  if (is_wild((input + v) + (asc_0 + asc_1)))
    atomic_largest(task.wild, task.neurons - n);
  if (task.held != nullptr && task.held[n] != 0) {
    v = 0.0f;
    if (fires)
      countdown = 0;
    fires = false;
  }
  task.v[n] = v;
  task.asc[0][n] = asc_0;
  task.asc[1][n] = asc_1;
  task.countdown[n] = countdown;
  if (!fires)
    return;
  atomic_set_bit(task.fired_bits, n);
  queue_chunks(task.queue, n);
}

STRIATE_HOST_DEVICE inline float watched_current(const UpdateTask& state, std::uint64_t place, int source) {
  constexpr int bases = SynapseConstants::bases;
  const float* current = state.watched + (place * watched_sources_count + source) * 2 * bases + bases;
  return (current[0] + current[1]) + (current[2] + current[3]);
}

/// One chosen neuron a thread.
STRIATE_HOST_DEVICE inline void gather_neuron(const GatherTask& task, const ThreadPlace& at) {
  const std::uint32_t k = at.global();
  if (k >= task.count)
    return;
  const std::uint32_t n = task.neurons[k];
  float* out = task.out + static_cast<std::uint64_t>(k) * GatherTask::numbers;
  *out++ = task.state.v[n];
  *out++ = task.state.asc[0][n];
  *out++ = task.state.asc[1][n];
  for (float* rise : task.state.rise)
    *out++ = rise[n];
  for (float* current : task.state.current)
    *out++ = current[n];
  *out++ = static_cast<float>(task.state.countdown[n]);
  const std::int32_t place = task.state.watched_index != nullptr ? task.state.watched_index[n] : -1;
  for (int source = 0; source < watched_sources_count; ++source)
    *out++ = place < 0 ? 0.0f : watched_current(task.state, static_cast<std::uint64_t>(place), source);
}

} // namespace striate
