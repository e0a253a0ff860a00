// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/back_propagation.h"

#include "engine/core/errors.h"
#include "gpu/training/device.h"

#include <algorithm>
#include <utility>

namespace striate {

namespace {

/// Of the GPU's free memory; the rest is for what the driver itself needs.
constexpr double usable_share = 0.95;

/// reserved: what is asked for later.
std::size_t memory_for_batches(const Device& device, std::size_t reserved, std::size_t limit) {
  const DeviceInfo info = device.info();
  if (info.memory_bytes == 0) // the emulation
    return limit;
  return std::min(limit,
                  static_cast<std::size_t>(usable_share *
                                           static_cast<double>(info.free_bytes - std::min(reserved, info.free_bytes))));
}

void download(const DeviceArray<float>& from, std::vector<float>& to) {
  to.resize(from.size());
  from.download(to);
}

} // namespace

GpuBptt::GpuBptt(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
                 const BpttOptions& options, ThreadPool& pool)
    : tables_(device, std::move(network), tables, pool), name_(device->info().name), options_(options), pool_(pool),
      forward_(tables_, options.adjoint.hard_reset), adjoint_(tables_, options.adjoint) {
  if (options.keeps_gradient)
    optimizer_.emplace(tables_, adjoint_);
  available_ = memory_for_batches(*device, optimizer_ ? optimizer_->bytes_to_come() : 0, options.memory_bytes);
}

BpttCosts GpuBptt::costs(int steps) const {
  BpttCosts costs;
  costs.fixed = [this, steps](int at_once) {
    const auto lanes = static_cast<std::uint32_t>(at_once);
    return GpuBatch::bytes(tables_, lanes, steps) + GpuForward::bytes(tables_, lanes, steps) +
           GpuAdjoint::bytes(tables_, options_.adjoint, lanes) + GpuGradientTerms::bytes(tables_.neurons(), lanes);
  };
  costs.step = [this](int at_once) {
    return GpuBatch::step_bytes(tables_.neurons(), static_cast<std::uint32_t>(at_once), options_.tape);
  };
  costs.snapshot = std::size_t{BatchState::planes} * tables_.neurons() * sizeof(float);
  costs.most_at_once = max_gpu_trials;
  costs.available = available_;
  costs.limit = "are free on the GPU; close other programs that use it";
  return costs;
}

/// batch_ with room for as many trials of this length.
void GpuBptt::make_batch(int trials, int steps) {
  if (batch_ && batch_->room() == static_cast<std::uint32_t>(trials) && batch_->steps() == steps)
    return;
  batch_.reset(); // first, so that both are never there together
  batch_.emplace(tables_, static_cast<std::uint32_t>(trials), steps, options_.tape);
}

void GpuBptt::upload(const TrainingWeights& weights) {
  if (weights.revision != 0 && weights.revision == tables_.revision)
    return;
  tables_.recurrent.weight.upload(weights.recurrent);
  tables_.lgn.weight.upload(weights.lgn);
  tables_.background_weight.upload(weights.background);
  tables_.revision = weights.revision;
}

void GpuBptt::describe(const Objective<float>& objective) {
  gradients_.clear();
  if (!objective.describe(gradients_) || gradients_.size() != trials().size())
    throw Error("These losses can only be computed on the CPU; use --backend cpu.");
}

void GpuBptt::begin_forward(const TrainingWeights& weights, const Objective<float>& objective) {
  snapshots_.clear();
  describe(objective);
  make_batch(pass_plan().trials_at_once, trials().front().steps());
  upload(weights);
}

void GpuBptt::load(const Batch& batch) {
  batch_->load(batch.trials, {}, pool_);
  terms_.load_voltage(tables_.device, gradients_of(batch));
  forward_.begin(*batch_, terms_.arrays().trials);
}

void GpuBptt::keep_states(const Batch& batch, std::size_t /*segment: the next*/) {
  snapshots_.resize(batch.index + 1);
  auto& kept = snapshots_.back().emplace_back(tables_.device, batch_->state_bytes() / sizeof(float));
  tables_.device->copy(kept.data(), batch_->state().numbers, batch_->state_bytes());
}

void GpuBptt::return_to_states(const Batch& batch, std::size_t segment) {
  tables_.device->copy(batch_->state().numbers, snapshots_[batch.index][segment].data(), batch_->state_bytes());
}

void GpuBptt::run_forward(const TrainingWeights& /*weights: on the GPU*/, const Batch& /*batch*/, Steps steps,
                          bool taped, Objective<float>* observed, Task* task) {
  if (taped)
    batch_->open_tape(steps.first, steps.last);
  forward_.run(*batch_, steps.first, steps.last, taped, observed != nullptr, task);
}

void GpuBptt::end_batch(const Batch& batch, Objective<float>& objective) {
  const std::vector<double> penalty = forward_.penalty(*batch_);
  for (std::size_t k = 0; k < batch.trials.size(); ++k)
    objective.observe_voltage_sum(static_cast<int>(batch.first + k), penalty[k]);
  std::ranges::move(batch_->spikes(pool_), batch.spikes.begin());
}

void GpuBptt::begin_backward(const TrainingWeights& /*weights: those of forward(), which are on the GPU*/,
                             const Objective<float>& objective, WeightGradient<float>& /*gradient*/) {
  describe(objective);
  make_batch(pass_plan().trials_at_once, trials().front().steps());
  adjoint_.start();
}

void GpuBptt::begin_adjoint(const Batch& batch) {
  terms_.load(tables_.device, gradients_of(batch), tables_.neurons());
  if (trials().size() > batch.trials.size()) {
    batch_->load(batch.trials, batch.spikes, pool_);
    forward_.begin(*batch_, nullptr);
  }
  adjoint_.begin(*batch_);
}

void GpuBptt::wait() {
  tables_.device->training().mark();
  tables_.device->training().laps();
}

void GpuBptt::run_adjoint(const Batch& /*batch*/, Steps steps, const Objective<float>& /*objective: in the terms*/,
                          Task* task) {
  adjoint_.run(*batch_, steps.first, steps.last, terms_.arrays(), task);
}

void GpuBptt::end_backward(WeightGradient<float>& gradient) {
  if (optimizer_)
    return;
  download(adjoint_.recurrent(), gradient.recurrent);
  download(adjoint_.lgn(), gradient.lgn);
  download(adjoint_.background(), gradient.background);
}

void GpuBptt::book_backward(double total_s, double /*ends_s: the GPU is behind the host*/, BpttTimes& times) const {
  times.rows_s = adjoint_.seconds_in_rows();
  times.inputs_s = adjoint_.seconds_in_inputs();
  times.neurons_s = adjoint_.seconds_in_neurons();
  times.order_s = total_s - times.recompute_s - times.rows_s - times.inputs_s - times.neurons_s;
}

std::size_t GpuBptt::begin_untaped(const TrainingWeights& weights, std::span<const Trial> trials) {
  const int steps = trials.front().steps();
  const int at_once = plan(static_cast<int>(trials.size()), steps).trials_at_once;
  make_batch(at_once, steps);
  upload(weights);
  return static_cast<std::size_t>(at_once);
}

std::vector<SimulatorState> GpuBptt::run_untaped(const TrainingWeights& /*weights: on the GPU*/, const Batch& batch,
                                                 Task* task) {
  batch_->load(batch.trials, {}, pool_);
  forward_.begin(*batch_, nullptr);
  forward_.run(*batch_, 1, batch.trials.front().steps(), false, false, task);
  std::ranges::move(batch_->spikes(pool_), batch.spikes.begin());
  return batch_->save();
}

} // namespace striate
