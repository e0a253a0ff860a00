// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/back_propagation.h"

#include "engine/core/errors.h"
#include "engine/training/gradient/batch_check.h"
#include "gpu/training/device.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Of the card's free memory; the rest is for what the driver itself needs.
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

CudaBptt::CudaBptt(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
                   const BpttOptions& options, ThreadPool& pool)
    : tables_(device, std::move(network), tables, pool), name_(device->info().name), options_(options), pool_(pool),
      forward_(tables_, options.adjoint.hard_reset), adjoint_(tables_, options.adjoint) {
  if (options.keeps_gradient)
    optimizer_.emplace(tables_, adjoint_);
  available_ = memory_for_batches(*device, optimizer_ ? optimizer_->bytes_to_come() : 0, options.memory_bytes);
}

std::size_t CudaBptt::snapshot_bytes() const {
  return std::size_t{BatchState::planes} * tables_.neurons() * sizeof(float);
}

BpttPlan CudaBptt::plan(int trials, int steps) const {
  BpttCosts costs;
  costs.fixed = [this, steps](int at_once) {
    const auto lanes = static_cast<std::uint32_t>(at_once);
    return CudaBatch::bytes(tables_, lanes, steps) + CudaForward::bytes(tables_, lanes, steps) +
           CudaAdjoint::bytes(tables_, options_.adjoint, lanes) + CudaGradientTerms::bytes(tables_.neurons(), lanes);
  };
  costs.step = [this](int at_once) {
    return CudaBatch::step_bytes(tables_.neurons(), static_cast<std::uint32_t>(at_once), options_.tape);
  };
  costs.snapshot = snapshot_bytes();
  costs.most_at_once = most_card_trials;
  costs.available = available_;
  costs.limit = "are free on the GPU; close other programs that use it";
  return plan_bptt(costs, trials, steps);
}

CudaBatch& CudaBptt::batch_for(int trials, int steps) {
  if (!batch_ || batch_->room() != static_cast<std::uint32_t>(trials) || batch_->steps() != steps) {
    batch_.reset(); // first, so that both are never there together
    batch_.emplace(tables_, static_cast<std::uint32_t>(trials), steps, options_.tape);
  }
  return *batch_;
}

void CudaBptt::upload(const TrainingWeights& weights) {
  if (weights.revision != 0 && weights.revision == tables_.revision)
    return;
  tables_.recurrent.weight.upload(weights.recurrent);
  tables_.lgn.weight.upload(weights.lgn);
  tables_.background_weight.upload(weights.background);
  tables_.revision = weights.revision;
}

std::vector<TrialGradient> CudaBptt::describe(const Objective<float>& objective) const {
  std::vector<TrialGradient> gradients;
  if (!objective.describe(gradients) || gradients.size() != trials_.size())
    throw Error("These losses can only be computed on the CPU; use --backend cpu.");
  return gradients;
}

std::span<const SpikeTrains> CudaBptt::forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                               Objective<float>& objective, Task* task) {
  check_batch(*tables_.network, weights, trials);
  const int steps = trials.front().steps();
  plan_ = plan(static_cast<int>(trials.size()), steps);
  trials_ = trials;
  times_ = {};
  const auto start = Clock::now();
  spikes_.clear();
  snapshots_.clear();
  const std::vector<TrialGradient> gradients = describe(objective);
  const auto starts = plan_.segment_starts(steps);
  CudaBatch& batch = batch_for(plan_.trials_at_once, steps);
  upload(weights);
  const auto at_once = static_cast<std::size_t>(plan_.trials_at_once);
  for (std::size_t first = 0; first < trials.size(); first += at_once) {
    const std::size_t count = std::min(at_once, trials.size() - first);
    batch.load(trials.subspan(first, count), {}, pool_);
    terms_.load_voltage(tables_.device, std::span(gradients).subspan(first, count));
    forward_.begin(batch, terms_.arrays().trials);
    if (!plan_.recomputes) {
      batch.open_tape(1, steps);
      forward_.run(batch, 1, steps, true, true, task);
    }
    for (std::size_t s = 0; plan_.recomputes && s < starts.size(); ++s) {
      snapshots_.emplace_back(tables_.device, batch.state_bytes() / sizeof(float));
      tables_.device->copy(snapshots_.back().data(), batch.state().numbers, batch.state_bytes());
      forward_.run(batch, starts[s], s + 1 < starts.size() ? starts[s + 1] - 1 : steps, false, true, task);
    }
    const std::vector<double> penalty = forward_.penalty(batch);
    for (std::size_t k = 0; k < count; ++k)
      objective.observe_voltage_sum(static_cast<int>(first + k), penalty[k]);
    auto trains = batch.spikes(pool_);
    std::move(trains.begin(), trains.end(), std::back_inserter(spikes_));
  }
  times_.forward_s = seconds_since(start);
  return spikes_;
}

void CudaBptt::backward(const TrainingWeights& /*weights: those of forward(), which are on the card*/,
                        const Objective<float>& objective, WeightGradient<float>& gradient, Task* task) {
  const auto start = Clock::now();
  const int steps = trials_.front().steps();
  const std::vector<TrialGradient> gradients = describe(objective);
  const auto starts = plan_.segment_starts(steps);
  CudaBatch& batch = batch_for(plan_.trials_at_once, steps);
  const auto at_once = static_cast<std::size_t>(plan_.trials_at_once);
  adjoint_.start();
  for (std::size_t first = 0, snapshot = 0; first < trials_.size(); first += at_once, snapshot += starts.size()) {
    const std::size_t count = std::min(at_once, trials_.size() - first);
    terms_.load(tables_.device, std::span(gradients).subspan(first, count), tables_.neurons());
    if (trials_.size() > at_once) {
      batch.load(trials_.subspan(first, count), std::span(spikes_).subspan(first, count), pool_);
      forward_.begin(batch, nullptr);
    }
    adjoint_.begin(batch);
    if (!plan_.recomputes) {
      adjoint_.run(batch, 1, steps, terms_.arrays(), task);
      continue;
    }
    for (std::size_t s = starts.size(); s-- > 0;) {
      const int last = s + 1 < starts.size() ? starts[s + 1] - 1 : steps;
      tables_.device->copy(batch.state().numbers, snapshots_[snapshot + s].data(), batch.state_bytes());
      batch.open_tape(starts[s], last);
      const auto again = Clock::now();
      forward_.run(batch, starts[s], last, true, false, task);
      tables_.device->training().mark();
      tables_.device->training().laps(); // waits
      times_.recompute_s += seconds_since(again);
      adjoint_.run(batch, starts[s], last, terms_.arrays(), task);
    }
  }
  if (!optimizer_) {
    download(adjoint_.recurrent(), gradient.recurrent);
    download(adjoint_.lgn(), gradient.lgn);
    download(adjoint_.background(), gradient.background);
  }
  times_.rows_s = adjoint_.seconds_in_rows();
  times_.inputs_s = adjoint_.seconds_in_inputs();
  times_.neurons_s = adjoint_.seconds_in_neurons();
  times_.order_s = seconds_since(start) - times_.recompute_s - times_.rows_s - times_.inputs_s - times_.neurons_s;
}

std::vector<SimulatorState> CudaBptt::run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                               std::vector<SpikeTrains>& spikes, Task* task) {
  check_batch(*tables_.network, weights, trials);
  const int steps = trials.front().steps();
  const auto at_once = static_cast<std::size_t>(plan(static_cast<int>(trials.size()), steps).trials_at_once);
  CudaBatch& batch = batch_for(static_cast<int>(at_once), steps);
  upload(weights);
  spikes.clear();
  std::vector<SimulatorState> ends;
  for (std::size_t first = 0; first < trials.size(); first += at_once) {
    const auto some = trials.subspan(first, std::min(at_once, trials.size() - first));
    batch.load(some, {}, pool_);
    forward_.begin(batch, nullptr);
    forward_.run(batch, 1, steps, false, false, task);
    auto states = batch.save();
    auto trains = batch.spikes(pool_);
    for (std::size_t k = 0; k < some.size(); ++k) {
      states[k].step = some[k].initial->step + steps;
      for (std::size_t ago = 0; ago < states[k].spikes.size(); ++ago) {
        const auto ids = spikes_at(some[k], trains[k], steps - static_cast<int>(ago));
        states[k].spikes[ago].assign(ids.begin(), ids.end());
      }
    }
    std::move(states.begin(), states.end(), std::back_inserter(ends));
    std::move(trains.begin(), trains.end(), std::back_inserter(spikes));
  }
  return ends;
}

} // namespace striate
