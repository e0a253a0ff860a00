// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/adjoint.h"

#include "gpu/training/device.h"

#include <algorithm>

namespace striate {

namespace {

constexpr int windows_between_checks = 8;

/// Steps of a window that are not before the first.
int live_steps_of(int step) {
  return std::clamp(step, 0, window_lanes);
}

} // namespace

GpuAdjoint::GpuAdjoint(const GpuTrainingTables& tables, const AdjointOptions& options)
    : tables_(tables), options_(options),
      recurrent_(tables.device, options.train_recurrent ? tables.recurrent.weight.size() : 0),
      lgn_(tables.device, options.train_lgn ? tables.lgn.weight.size() : 0),
      background_(tables.device, options.train_background ? tables.background_weight.size() : 0) {}

std::size_t GpuAdjoint::bytes(const GpuTrainingTables& tables, const AdjointOptions& options, std::uint32_t trials) {
  const std::size_t n = tables.neurons();
  const std::size_t lanes = lane_stride(trials);
  const std::size_t rows = tables.column_count + n * (options.train_lgn || options.train_background ? 3 : 2);
  const std::size_t ring = static_cast<std::size_t>(tables.max_delay) + 2;
  return (rows * lanes + n * trials * (1 + SynapseConstants::bases * (1 + ring))) * sizeof(float);
}

void GpuAdjoint::start() {
  for (DeviceArray<float>* gradient : {&recurrent_, &lgn_, &background_})
    gradient->zero();
  seconds_ = {};
}

void GpuAdjoint::begin(const GpuBatch& batch) {
  const std::size_t n = tables_.neurons();
  const std::size_t lanes = lane_stride(batch.trials());
  const std::size_t numbers = n * batch.trials();
  const auto clear = [&](DeviceArray<float>& array, std::size_t size) {
    array.make_room(tables_.device, size);
    array.zero();
  };
  clear(j_, tables_.column_count * lanes);
  clear(external_j_, trains_inputs() ? n * lanes : 0);
  clear(sums_, n * lanes);
  clear(result_, n * lanes);
  clear(carry_, numbers);
  clear(q_, SynapseConstants::bases * numbers);
  clear(p_, static_cast<std::size_t>(ring()) * SynapseConstants::bases * numbers);
}

void GpuAdjoint::run(const GpuBatch& batch, int first, int last, const GradientTerms& terms, const Task* task) {
  // Below step 1 there are only the spikes that the initial state remembers.
  const int end = first > 1 ? first : 1 - tables_.max_delay;
  TrainingDevice& device = tables_.device->training();
  int windows = 0;
  device.laps();
  device.mark();
  for (int t = last; t >= end; t -= window_lanes) {
    if (task != nullptr && windows++ % windows_between_checks == 0)
      task->check();
    const int live = live_steps_of(t);
    rows(batch, t, live, terms);
    device.mark();
    if (trains_inputs())
      inputs(batch, t);
    device.mark();
    neurons(batch, t, live, terms);
    device.mark();
  }
  const std::vector<double> laps = device.laps();
  for (std::size_t k = 0; k < laps.size(); ++k)
    seconds_[k % seconds_.size()] += laps[k];
}

void GpuAdjoint::rows(const GpuBatch& batch, int step, int live_steps, const GradientTerms& terms) {
  RowsTask task;
  task.trials = batch.trials();
  task.neurons = tables_.neurons();
  task.column = tables_.column.data();
  task.weight = tables_.recurrent.weight.data();
  task.gradient = recurrent_.data();
  task.j = j_.data();
  task.step = step;
  task.live_steps = live_steps;
  for (int w = 0; w < window_lanes; ++w) {
    task.spikes.words[w] = batch.fired(step - w);
    if (w < live_steps) {
      task.v[w] = batch.v(step - w);
      task.closed[w] = batch.closed(step - w);
    }
  }
  task.terms = terms;
  task.shape = options_.surrogate.shape;
  task.surrogate_damping = static_cast<float>(options_.surrogate.damping);
  task.inverse_width = static_cast<float>(1.0 / options_.surrogate.width);
  task.recurrent_damping = static_cast<float>(options_.recurrent_damping);
  task.sums = sums_.data();
  task.result = result_.data();
  for (const DeviceArray<RowPart>& round : tables_.rounds) {
    task.parts = round.data();
    task.part_count = static_cast<std::uint32_t>(round.size());
    tables_.device->training().rows(task);
  }
}

/// Gradients of trained LGN and background weights: events of steps step + 1, step and step - 1.
void GpuAdjoint::inputs(const GpuBatch& batch, int step) {
  if (options_.train_lgn && tables_.has_lgn()) {
    LgnGradientTask task;
    task.projection = tables_.lgn.arrays();
    task.sources = tables_.network->lgn.source_count;
    task.trials = batch.trials();
    for (int w = 0; w < window_lanes; ++w)
      task.spikes.words[w] = batch.lgn(step + 1 - w);
    task.external_j = external_j_.data();
    task.gradient = lgn_.data();
    tables_.device->training().lgn_gradient(task);
  }
  if (options_.train_background && tables_.has_background()) {
    BackgroundGradientTask task;
    task.neurons = tables_.neurons();
    task.trials = batch.trials();
    task.row = tables_.background_row.data();
    task.source = tables_.background_source.data();
    for (int w = 0; w < window_lanes; ++w)
      task.counts[w] = batch.background_counts(step + 1 - w);
    task.external_j = external_j_.data();
    task.gradient = background_.data();
    tables_.device->training().background_gradient(task);
  }
}

void GpuAdjoint::neurons(const GpuBatch& batch, int step, int live_steps, const GradientTerms& terms) {
  AdjointTask task;
  task.neurons = tables_.neurons();
  task.trials = batch.trials();
  task.cells = tables_.cells.data();
  task.model = tables_.model.data();
  task.synapses = tables_.synapses.data();
  task.kept_voltage = static_cast<float>(1.0 - options_.voltage_damping);
  task.step = step;
  task.live_steps = live_steps;
  for (int w = 0; w < live_steps; ++w) {
    task.v[w] = batch.v(step - w);
    task.closed[w] = options_.hard_reset ? batch.closed(step - w) : nullptr;
  }
  task.terms = terms.trials;
  task.result = result_.data();
  task.carry = carry_.data();
  task.q = q_.data();
  task.p = p_.data();
  task.ring = ring();
  task.column_start = tables_.target_start.data();
  task.columns = tables_.of_target.data();
  task.j = j_.data();
  task.external_j = trains_inputs() ? external_j_.data() : nullptr;
  tables_.device->training().neurons(task);
}

} // namespace striate
