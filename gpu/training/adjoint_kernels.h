// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/adjoint_update.h"
#include "gpu/training/gather_kernels.h"

namespace striate {

static_assert(window_lanes == window_steps);

/// dLoss/dz of a neuron in one step of one trial, from the losses themselves.
STRIATE_HOST_DEVICE inline float spike_gradient(const GradientTerms& terms, std::uint32_t neurons, std::uint32_t trials,
                                                std::uint32_t n, std::uint32_t trial, int step) {
  const TrialTerms& of = terms.trials[trial];
  float gradient = 0.0f;
  if (step >= of.first_step && step <= of.last_step)
    gradient = terms.by_count[std::uint64_t{n} * trials + trial];
  if (of.has_members == 0 || step <= of.onset)
    return gradient;
  const std::uint32_t* start = terms.member_start + std::uint64_t{trial} * (neurons + 1) + n;
  const float* population = terms.population + of.first_population + (step - of.onset - 1);
  float sum = 0.0f;
  for (std::uint32_t k = start[0]; k < start[1]; ++k)
    sum += population[std::uint64_t{terms.members[of.first_member + k]} * of.population_steps];
  return gradient + sum;
}

/// From the sum over the synapses of a source to what reaches its v: [rho = 0] psi (gz + eta_r sum) of
/// docs/model/training.md#eq-3.
STRIATE_HOST_DEVICE inline float finish_row(const RowsTask& task, std::uint32_t n, std::uint32_t lane, float sum) {
  const std::uint32_t w = lane / task.trials;
  const std::uint32_t trial = lane % task.trials;
  if (static_cast<int>(w) >= task.live_steps || ((task.closed[w][n] >> trial) & 1u) != 0)
    return 0.0f;
  const float v = task.v[w].load(std::uint64_t{n} * task.trials + trial);
  const float psi = task.shape == Surrogate::Shape::triangular
                        ? triangular_surrogate(v, task.surrogate_damping)
                        : gaussian_surrogate(v, task.surrogate_damping, task.inverse_width);
  const float direct = spike_gradient(task.terms, task.neurons, task.trials, n, trial, task.step - static_cast<int>(w));
  return psi * (direct + task.recurrent_damping * sum);
}

/// One part of a source for a group of threads, at.block; every thread sums `most` lanes or fewer, each in the order of
/// the edges, so that the bits do not depend on how the work is cut.
template <int most>
STRIATE_HOST_DEVICE inline void adjoint_row(const RowsTask& task, const ThreadPlace& at) {
  if (at.block >= task.part_count)
    return;
  const RowPart part = task.parts[at.block];
  const std::uint64_t end = part.first_edge + part.edges;
  const std::uint32_t lanes = window_lanes * task.trials;
  const std::uint32_t stride = lane_stride(task.trials);
  if (task.live_steps > 0) {
    float sum[most];
    const std::uint64_t row = std::uint64_t{part.source} * stride;
    for (int m = 0; m < most; ++m) {
      const std::uint32_t lane = at.thread + static_cast<std::uint32_t>(m) * at.threads;
      sum[m] = part.opens != 0 || lane >= lanes ? 0.0f : task.sums[row + lane];
    }
#if defined(__CUDA_ARCH__)
#pragma unroll 4
#endif
    for (std::uint64_t e = part.first_edge; e < end; ++e) {
      const float* j = task.j + std::uint64_t{task.column[e]} * stride + at.thread;
      const float weight = task.weight[e];
#if defined(__CUDA_ARCH__)
#pragma unroll
#endif
      for (int m = 0; m < most; ++m)
        if (at.thread + static_cast<std::uint32_t>(m) * at.threads < lanes)
          sum[m] += weight * j[static_cast<std::uint32_t>(m) * at.threads];
    }
    float* to = (part.closes != 0 ? task.result : task.sums) + row;
    for (int m = 0; m < most; ++m)
      if (const std::uint32_t lane = at.thread + static_cast<std::uint32_t>(m) * at.threads; lane < lanes)
        to[lane] = part.closes != 0 ? finish_row(task, part.source, lane, sum[m]) : sum[m];
  }
  if (task.gradient != nullptr)
    add_gradient(task.spikes, part.source, part.first_edge, end, task.column, task.j, task.trials, task.gradient, at);
}

/// J of one neuron and trial in one column: the steps next, next - 1, next - 2 of where its events arrive.
STRIATE_HOST_DEVICE inline void lay_out(const AdjointTask& task, std::uint64_t index, std::uint32_t trial, int next,
                                        const float (&drive)[SynapseConstants::bases], int delay, float* j) {
  const std::uint64_t all = std::uint64_t{task.neurons} * task.trials;
  for (int w = 0; w < window_lanes; ++w) {
    const int step = next + delay - w;
    float sum = 0.0f; // J of a step before the first belongs to no event
    if (step >= 1) {
      const float* p = task.p + static_cast<std::uint64_t>(step % task.ring) * SynapseConstants::bases * all + index;
      sum = (drive[0] * p[0] + drive[1] * p[all]) + (drive[2] * p[2 * all] + drive[3] * p[3 * all]);
    }
    j[static_cast<std::uint32_t>(w) * task.trials + trial] = sum;
  }
}

/// One neuron in one trial a thread.
STRIATE_HOST_DEVICE inline void adjoint_neuron(const AdjointTask& task, const ThreadPlace& at) {
  const std::uint64_t all = std::uint64_t{task.neurons} * task.trials;
  const std::uint64_t index = at.global();
  if (index >= all)
    return;
  constexpr int bases = SynapseConstants::bases;
  const std::uint32_t n = at.global() / task.trials;
  const std::uint32_t trial = at.global() % task.trials;
  const std::uint32_t stride = lane_stride(task.trials);
  const CellConstants& cell = task.cells[task.model[n]];
  const TrialTerms& terms = task.terms[trial];
  const auto place = [&](int step) {
    return static_cast<std::uint64_t>((step % task.ring + task.ring) % task.ring) * bases * all + index;
  };
  // All loads before the first store: they do not wait for each other.
  float direct[window_lanes];
  float open[window_lanes];
  for (int w = 0; w < task.live_steps; ++w) {
    open[w] = task.closed[w] == nullptr || ((task.closed[w][n] >> trial) & 1u) == 0 ? 1.0f : 0.0f;
    direct[w] = task.result[std::uint64_t{n} * stride + static_cast<std::uint32_t>(w) * task.trials + trial] +
                terms.voltage_slope * voltage_excess(terms.voltage_mode, task.v[w].load(index));
  }
  float carry = task.carry[index];
  float q[bases];
  float p[bases];
  for (int r = 0; r < bases; ++r) {
    q[r] = task.q[static_cast<std::uint64_t>(r) * all + index];
    p[r] = task.p[place(task.step - 1) + static_cast<std::uint64_t>(r) * all];
  }
  for (int w = 0; w < task.live_steps; ++w) {
    carry = adjoint_cell(direct[w], task.kept_voltage * cell.decay, open[w], carry);
    for (int r = 0; r < bases; ++r) {
      adjoint_synapse(cell.gain * carry, task.synapses->decay[r], q[r], p[r], p[r]);
      task.p[place(task.step - w - 2) + static_cast<std::uint64_t>(r) * all] = p[r];
    }
  }
  task.carry[index] = carry;
  for (int r = 0; r < bases; ++r)
    task.q[static_cast<std::uint64_t>(r) * all + index] = q[r];

  const int next = task.step - window_lanes;
  const auto& drive = task.synapses->drive[cell.synaptic_class];
  for (std::uint32_t k = task.column_start[n]; k < task.column_start[n + 1]; ++k) {
    const ColumnOfTarget& column = task.columns[k];
    lay_out(task, index, trial, next, drive[column.slot], column.delay, task.j + std::uint64_t{column.column} * stride);
  }
  constexpr int external_delay = 1; // an event without delay at step t acts like a spike of step t - 1
  if (task.external_j != nullptr)
    lay_out(task, index, trial, next, drive[SynapseConstants::slots - 1], external_delay,
            task.external_j + std::uint64_t{n} * stride);
}

} // namespace striate
