// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/nest_update.h"
#include "gpu/device/atomics.h"
#include "gpu/device/delivery.h"
#include "gpu/tasks/nest.h"

#include <limits>

namespace striate {

/// The nearest integer: weights from 0.5 pA on are exact, so that the CPU's sums of doubles are met to the bit.
STRIATE_HOST_DEVICE inline FixedWeight to_nearest_fixed(double weight_pA) {
  const double units = weight_pA * static_cast<double>(fixed_per_pA);
  return static_cast<FixedWeight>(static_cast<long long>(units + (units < 0.0 ? -0.5 : 0.5)));
}

/// The twin of NestDelivery: a block takes one chunk after the other.
STRIATE_HOST_DEVICE inline void deliver_nest_spikes(const NestDeliverTask& task, const ThreadPlace& at) {
  const std::uint32_t count = *task.count;
  for (std::uint32_t k = at.block; k < count; k += at.blocks) {
    const NestChunk chunk = task.projection.chunks[task.queue[k]];
    if (chunk.delay < task.min_delay)
      continue;
    const double factor = task.factors != nullptr ? static_cast<double>(task.factors[chunk.source]) : 1.0;
    const std::uint32_t step = (task.phase + chunk.delay) % task.depth;
    FixedWeight* plane = task.planes + (std::uint64_t{step} * task.receptors + chunk.receptor) * task.neurons;
    for (std::uint32_t i = at.thread; i < chunk.edges; i += at.threads) {
      const double weight = factor * static_cast<double>(task.projection.weight[chunk.begin + i]);
      const std::uint32_t target = task.projection.target[chunk.begin + i];
      constexpr double largest = largest_weight_pA;
      if (!(weight < largest && weight > -largest)) // also what is no number
        atomic_largest(task.spoiled + step, task.neurons - target);
      else if (weight != 0.0)
        atomic_add(plane + target, to_nearest_fixed(weight));
    }
  }
}

/// What arrived, pA; leaves zero.
STRIATE_HOST_DEVICE inline double take_weight(FixedWeight* sum) {
  const FixedWeight units = *sum;
  if (units == 0) // as in most planes of most neurons: nothing to write
    return 0.0;
  *sum = 0;
  return static_cast<double>(static_cast<long long>(units)) * (1.0 / static_cast<double>(fixed_per_pA));
}

/// The twin of NestWatched::update for one receptor r of `count`. watched: of the neuron.
STRIATE_HOST_DEVICE inline void update_nest_watched(const NestReceptor& receptor, std::uint32_t r, std::uint32_t count,
                                                    const double (&arriving)[watched_sources_count], double* watched) {
  for (std::uint32_t source = 0; source < watched_sources_count; ++source) {
    double* synapse = watched + (std::uint64_t{source} * count + r) * NestPlane::per_receptor;
    update_nest_alpha(receptor.fast, arriving[source], synapse[NestPlane::rise_fast], synapse[NestPlane::current_fast]);
    update_nest_alpha(receptor.slow, arriving[source], synapse[NestPlane::rise_slow], synapse[NestPlane::current_slow]);
  }
}

/// The twin of update_nest_piece (docs/model/dynamics.md#nest-one-step): one neuron a thread, from what arrived to the
/// queue of those that fire.
STRIATE_HOST_DEVICE inline void update_nest_neuron(const NestUpdateTask& task, const ThreadPlace& at) {
  const std::uint32_t n = at.global();
  if (n >= task.neurons)
    return;
  const std::uint64_t plane = task.neurons;
  const std::uint32_t model = task.model[n];
  const NestCell& cell = task.cells[model];
  const std::uint32_t receptors = task.model_receptors[model];
  double* const state = task.state + n;
  double u = state[NestPlane::u * plane];
  double asc_0 = state[NestPlane::asc * plane], asc_1 = state[(NestPlane::asc + 1) * plane];
  std::int32_t refractory = task.refractory[n];

  double free_u =
      nest_membrane(cell, task.added_pA != nullptr ? static_cast<double>(task.added_pA[n]) : 0.0, u, asc_0, asc_1);
  const double incoming = task.incoming != nullptr ? static_cast<double>(task.incoming[n]) : 1.0;
  const bool spoiled = *task.spoiled == task.neurons - n;
  const std::int32_t watched = task.watched_start != nullptr ? task.watched_start[n] : -1;
  for (std::uint32_t r = 0; r < receptors; ++r) {
    const NestReceptor& receptor = task.constants[std::uint64_t{model} * task.receptors + r];
    const std::uint64_t place = r * plane + n;
    const double arriving[watched_sources_count] = {incoming * take_weight(task.recurrent + place),
                                                    take_weight(task.lgn + place),
                                                    take_weight(task.background + place)};
    double weight = (arriving[0] + arriving[1]) + arriving[2];
    if (spoiled) // shows in the next step, as on the CPU
      weight = std::numeric_limits<double>::infinity();
    double* const synapse = state + (NestPlane::synapses + r * NestPlane::per_receptor) * plane;
    const double fast = update_nest_alpha(receptor.fast, weight, synapse[NestPlane::rise_fast * plane],
                                          synapse[NestPlane::current_fast * plane]);
    const double slow = update_nest_alpha(receptor.slow, weight, synapse[NestPlane::rise_slow * plane],
                                          synapse[NestPlane::current_slow * plane]);
    free_u += fast + slow;
    if (watched >= 0)
      update_nest_watched(receptor, r, receptors, arriving, task.watched + watched);
  }
  const double zero = free_u - free_u; // NaN for NaN and infinity
  if (!(zero == 0.0))
    atomic_largest(task.wild, task.neurons - n);
  if (task.held != nullptr && task.held[n] != 0)
    free_u = 0.0;
  const bool fires = update_nest_cell(cell, free_u, u, asc_0, asc_1, refractory);
  state[NestPlane::u * plane] = u;
  state[NestPlane::asc * plane] = asc_0;
  state[(NestPlane::asc + 1) * plane] = asc_1;
  task.refractory[n] = refractory;
  if (!fires)
    return;
  atomic_set_bit(task.fired_bits, n);
  queue_chunks(task.queue, n);
}

/// One number of one chosen neuron a thread.
STRIATE_HOST_DEVICE inline void gather_nest_number(const NestGatherTask& task, const ThreadPlace& at) {
  const std::uint32_t row = task.planes + 1;
  const std::uint32_t k = at.global() / row, number = at.global() % row;
  if (k >= task.count)
    return;
  const std::uint32_t n = task.ids[k];
  task.out[std::uint64_t{k} * row + number] = number < task.planes
                                                  ? task.state[std::uint64_t{number} * task.neurons + n]
                                                  : static_cast<double>(task.refractory[n]);
}

} // namespace striate
