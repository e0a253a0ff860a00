// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/forward.h"

#include "engine/kernels/neuron_update.h"
#include "gpu/training/device.h"

#include <limits>

namespace striate {

namespace {

constexpr std::uint32_t lgn_row_parts = 4; ///< rows of LGN units have some thousand synapses
constexpr int steps_between_checks = 16;
constexpr std::uint32_t penalty_sums = 512;

} // namespace

GpuForward::GpuForward(const GpuTrainingTables& tables, bool hard_reset)
    : tables_(tables), hard_reset_(hard_reset),
      lists_(tables.device, static_cast<std::size_t>(tables.max_delay) * tables.neurons()),
      lgn_list_(tables.device, tables.network->lgn.source_count), wild_(tables.device, 1),
      partial_(tables.device, std::size_t{penalty_sums} * max_gpu_trials) {}

std::size_t GpuForward::bytes(const GpuTrainingTables& tables, std::uint32_t trials, int steps) {
  const auto rows = static_cast<std::size_t>(steps + tables.max_delay);
  return std::size_t{tables.neurons()} * trials * sizeof(double) + 2 * rows * sizeof(std::uint32_t);
}

void GpuForward::begin(const GpuBatch& batch, const TrialTerms* terms) {
  terms_ = terms;
  if (terms != nullptr) {
    penalty_.make_room(tables_.device, std::size_t{tables_.neurons()} * batch.room());
    penalty_.zero();
  }
  lengths_.make_room(tables_.device, batch.rows());
  lgn_lengths_.make_room(tables_.device, batch.rows());
  wild_.zero();
}

void GpuForward::list_fired(const GpuBatch& batch, int step) {
  const auto slot = static_cast<std::size_t>((step % tables_.max_delay + tables_.max_delay) % tables_.max_delay);
  tables_.device->training().list({batch.fired(step), tables_.neurons(), lists_.data() + slot * tables_.neurons(),
                                   lengths_.data() + step + batch.first_row()});
}

void GpuForward::deliver_lgn(const GpuBatch& batch, int step) {
  std::uint32_t* length = lgn_lengths_.data() + step;
  tables_.device->training().list({batch.lgn(step), tables_.network->lgn.source_count, lgn_list_.data(), length});
  BatchDeliverTask task;
  task.projection = tables_.lgn.arrays();
  task.sources = tables_.network->lgn.source_count;
  task.neurons = tables_.neurons();
  task.trials = batch.trials();
  task.lists = lgn_list_.data();
  task.lengths = length;
  task.words = batch.lgn(step);
  task.step = 0; // the only row of list and words
  task.least_delay = task.most_delay = 0;
  task.parts = lgn_row_parts;
  task.planes = batch.planes();
  task.wild = wild_.data();
  tables_.device->training().deliver(task);
}

void GpuForward::deliver_recurrent(const GpuBatch& batch, int step) {
  BatchDeliverTask task;
  task.projection = tables_.recurrent.arrays();
  task.sources = task.neurons = tables_.neurons();
  task.trials = batch.trials();
  task.lists = lists_.data();
  task.ring = tables_.max_delay;
  task.lengths = lengths_.data();
  task.words = batch.fired_rows();
  task.first_row = batch.first_row();
  task.step = step;
  task.least_delay = 1;
  task.most_delay = tables_.max_delay;
  task.planes = batch.planes();
  task.wild = wild_.data();
  tables_.device->training().deliver(task);
}

void GpuForward::run(GpuBatch& batch, int first, int last, bool tape, bool penalty, const Task* task) {
  lengths_.zero();
  lgn_lengths_.zero();
  for (int step = first - tables_.max_delay; step < first; ++step)
    list_fired(batch, step);
  for (int step = first; step <= last; ++step) {
    if (task != nullptr && step % steps_between_checks == 0)
      task->check();
    if (tables_.has_lgn())
      deliver_lgn(batch, step);
    if (tables_.has_recurrent())
      deliver_recurrent(batch, step);
    ForwardTask update;
    update.neurons = tables_.neurons();
    update.trials = batch.trials();
    update.cells = tables_.cells.data();
    update.model = tables_.model.data();
    update.synapses = tables_.synapses.data();
    update.clamp_above = clamp_threshold(hard_reset_);
    update.planes = batch.planes();
    if (tables_.has_background()) {
      update.background_row = tables_.background_row.data();
      update.background_source = tables_.background_source.data();
      update.background_weight = tables_.background_weight.data();
      update.background_counts = batch.background_counts(step);
    }
    update.state = batch.state();
    update.fired = batch.fired(step);
    if (tape) {
      update.closed = batch.closed(step);
      update.v = batch.v(step);
    }
    if (penalty) {
      update.penalty = penalty_.data();
      update.terms = terms_;
    }
    tables_.device->training().update(update);
    list_fired(batch, step);
  }
}

std::vector<double> GpuForward::penalty(const GpuBatch& batch) const {
  const std::size_t trials = batch.trials();
  tables_.device->training().penalty(
      {penalty_.data(), tables_.neurons(), batch.trials(), penalty_sums, partial_.data()});
  const std::vector<double> partial = partial_.download();
  std::vector<double> sums(trials);
  for (std::size_t i = 0; i < penalty_sums * trials; ++i)
    sums[i % trials] += partial[i];
  if (wild_.download().front() != 0)
    sums.assign(trials, std::numeric_limits<double>::quiet_NaN());
  return sums;
}

} // namespace striate
