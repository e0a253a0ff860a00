// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/spike_probability.h"
#include "gpu/device/delivery.h"

namespace striate {

/// The sum of a line's taps up to a lag that is not before the first.
STRIATE_HOST_DEVICE inline float step_response(const LgnBlock& block, const float* steps, std::int32_t lag,
                                               std::uint32_t place) {
  const std::int32_t row = (lag < block.last ? lag : block.last) - block.first;
  return steps[block.steps + static_cast<std::uint64_t>(row) * lines_per_block + place];
}

/// The filtered input of one line in this frame (docs/model/lgn.md#eq-13, docs/model/lgn.md#eq-16), Hz: the twin of
/// GratingFilter::step and StepFilter::step.
STRIATE_HOST_DEVICE inline float lgn_drive(const LgnTask& task, std::uint32_t line) {
  const LgnBlock block = task.blocks[line / lines_per_block];
  const std::uint32_t place = line % lines_per_block;
  const std::uint64_t lines = task.padded_lines;
  float drive = 0.0f;
  const std::uint32_t end = task.pass_begin[task.frame + 1];
  for (std::uint32_t p = task.pass_begin[task.frame]; p < end; ++p) {
    const LgnPass& pass = task.passes[p];
    double* sum = task.sums + 2 * pass.carrier * lines + line;
    switch (pass.kind) {
    case LgnPass::Kind::grow: {
      if (pass.lag < block.first || pass.lag > block.last)
        break;
      const double tap =
          task.taps[block.taps + static_cast<std::uint64_t>(pass.lag - block.first) * lines_per_block + place];
      const float* change = task.changes + 2 * pass.row * lines + line;
      const double re = change[0], im = change[lines];
      sum[0] += tap * (re * pass.re - im * pass.im);
      sum[lines] += tap * (re * pass.im + im * pass.re);
      break;
    }
    case LgnPass::Kind::read:
      drive += static_cast<float>(pass.re * sum[lines] - pass.im * sum[0]);
      break;
    case LgnPass::Kind::read_settled:
      drive += static_cast<float>(pass.re) * static_cast<float>(sum[lines]) -
               static_cast<float>(pass.im) * static_cast<float>(sum[0]);
      break;
    case LgnPass::Kind::take: {
      const float change = task.inputs[task.frame * lines + line] - task.seen[line];
      task.seen[line] += change;
      task.rows[pass.row * lines + line] = change;
      break;
    }
    case LgnPass::Kind::respond:
      if (pass.lag >= block.first)
        drive += task.rows[pass.row * lines + line] * step_response(block, task.steps, pass.lag, place);
      break;
    case LgnPass::Kind::remember:
      drive += task.memory[task.frame * lines + line];
      break;
    }
  }
  return drive;
}

/// docs/model/lgn.md#eq-9, or one term of docs/model/lgn.md#eq-10.
STRIATE_HOST_DEVICE inline float lgn_line_rate(const LgnTask& task, std::uint32_t line) {
  const float rate = lgn_drive(task, line) + task.spontaneous_Hz[line];
  return rate > 0.0f ? rate : 0.0f;
}

/// One unit a thread: its rate, and whether it fires or what it sends as a current. The twin of Lgn::step,
/// sample_lgn_spikes and lgn_currents.
STRIATE_HOST_DEVICE inline void lgn_frame(const LgnTask& task, const ThreadPlace& at) {
  const std::uint32_t unit = at.global();
  if (unit >= task.units)
    return;
  float rate = lgn_line_rate(task, unit);
  if (const std::int32_t second = task.second_line[unit]; second >= 0)
    rate += lgn_line_rate(task, static_cast<std::uint32_t>(second));
  task.rates_Hz[unit] = rate;
  if (task.amounts != nullptr) {
    task.amounts[unit] = lgn_current(rate);
    if (task.amounts[unit] != 0.0f)
      queue_chunks(task.queue, unit);
    return;
  }
  const LgnUnitBits place(unit);
  const auto step = static_cast<std::uint32_t>(task.clock->first + task.frame);
  const Philox4 random = philox(task.seed, Stream::lgn_spikes, step, place.block, task.clock->trial);
  const std::uint32_t words[4] = {random.x0, random.x1, random.x2, random.x3};
  const std::uint32_t bits16 = words[place.word] >> place.shift & 0xFFFFu;
  if (!lgn_may_fire(bits16, rate) || !lgn_fires(bits16, rate, task.seed, task.clock->trial, step, unit))
    return;
  atomic_set_bit(task.spike_bits, unit);
  queue_chunks(task.queue, unit);
}

} // namespace striate
