// SPDX-License-Identifier: Apache-2.0
// What the kernels of a GpuSimulator are told in each step of a stretch.
#include "engine/kernels/neuron_update.h"
#include "gpu/basis4/run.h"

namespace striate {

namespace {

constexpr int recurrent_slots = SynapseConstants::slots - 1;

} // namespace

/// What is done between the updates of `step` and the next; step -1 comes before the first, and before that only the
/// LGN's first frame.
BetweenTask GpuSimulator::between_task(int step, int steps) const {
  Run& run = *run_;
  BetweenTask task;
  if (step >= 0) {
    task.delivers_recurrent = !tables_->recurrent.host_row_chunk.empty();
    task.recurrent = recurrent_task(step, 1);
    task.recurrent.count = run.mark(step, run.layout.queued());
    task.recurrent.wild = run.mark(step, run.layout.wild());
    if (!run.observed.empty())
      task.gather = {run.observed_ids.data(), static_cast<std::uint32_t>(run.observed.size()), update_task(step),
                     run.numbers.data() + static_cast<std::size_t>(step) * run.observed.size() * GatherTask::numbers};
  }
  if (step + 1 >= 0 && step + 1 < steps && !tables_->lgn.host_row_chunk.empty()) {
    task.delivers_lgn = true;
    task.lgn = lgn_delivery(step + 1);
  }
  if (run.sees && step + 2 < steps) {
    task.sees = true;
    task.frame = lgn_task(step + 2);
  }
  return task;
}

DeliverTask GpuSimulator::lgn_delivery(int step) const {
  Run& run = *run_;
  return {.projection = tables_->lgn.arrays(),
          .queue = run.lgn_queue(step),
          .count = run.sees ? run.mark(step, run.layout.lgn_queued()) : run.given_count.data(),
          .factors = run.amounts(step),
          .clock = run.clock.data(),
          .emitted = step,
          .neurons = tables_->neurons(),
          .planes_per_step = 1,
          .first_slot = recurrent_slots,
          .planes = run.state.external.data(),
          .wild = run.mark(step, run.layout.wild())};
}

/// What stands in the queue, to the steps it arrives in. emitted: after the clock's step.
DeliverTask GpuSimulator::recurrent_task(int emitted, int min_delay) const {
  Run& run = *run_;
  return {.projection = tables_->recurrent.arrays(),
          .queue = run.queue.data(),
          .count = run.given_count.data(),
          .factors = perturbed_.outgoing.data(),
          .clock = run.clock.data(),
          .emitted = emitted,
          .min_delay = min_delay,
          .depth = static_cast<std::uint32_t>(tables_->max_delay()),
          .neurons = tables_->neurons(),
          .planes_per_step = recurrent_slots,
          .planes = run.state.planes.data(),
          .wild = run.mark(0, run.layout.wild())};
}

LgnTask GpuSimulator::lgn_task(int frame) const {
  Run& run = *run_;
  LgnTask task = run.lgn->task(frame);
  task.clock = run.clock.data();
  task.seed = options_.seed;
  task.rates_Hz = run.rates_Hz.data() + static_cast<std::size_t>(frame) * task.units;
  task.spike_bits = run.mark(frame, run.layout.unit_bits());
  task.amounts = run.amounts(frame);
  task.queue = {tables_->lgn.row_chunk.data(), run.lgn_queue(frame), run.mark(frame, run.layout.lgn_queued())};
  return task;
}

UpdateTask GpuSimulator::update_task(int step) const {
  Run& run = *run_;
  GpuState& state = run.state;
  UpdateTask task;
  task.neurons = tables_->neurons();
  task.cells = tables_->cells.data();
  task.model = tables_->model.data();
  task.synapses = tables_->synapses.data();
  task.clamp_above = clamp_threshold(options_.hard_reset);
  task.clock = run.clock.data();
  task.step = static_cast<std::uint32_t>(step);
  task.depth = static_cast<std::uint32_t>(tables_->max_delay());
  task.recurrent = state.planes.data();
  task.external = state.external.data();
  task.background_row = tables_->background_row.data();
  task.background_source = tables_->background_source.data();
  task.background_weight = tables_->background_weight.data();
  task.background_amounts =
      run.background.data() + static_cast<std::size_t>(step) * tables_->host->background_sources();
  task.incoming = perturbed_.incoming.data();
  task.added_pA = perturbed_.added_pA.data();
  task.held = perturbed_.held.data();
  task.v = state.v.data();
  for (std::size_t i = 0; i < state.asc.size(); ++i)
    task.asc[i] = state.asc[i].data();
  for (std::size_t r = 0; r < state.rise.size(); ++r) {
    task.rise[r] = state.rise[r].data();
    task.current[r] = state.current[r].data();
  }
  task.countdown = state.countdown.data();
  task.watched_index = watched_index_.data();
  task.watched = state.watched.data();
  task.fired_bits = run.mark(step, 0);
  task.queue = {tables_->recurrent.row_chunk.data(), run.queue.data(), run.mark(step, run.layout.queued())};
  task.wild = run.mark(step, run.layout.wild());
  return task;
}

} // namespace striate
