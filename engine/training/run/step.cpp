// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/step.h"

#include "engine/kernels/cell_constants.h"
#include "engine/training/gradient/bptt.h"
#include "engine/training/gradient/gpu_back_propagation.h"
#include "engine/training/losses/combined_objective.h"

#include <chrono>
#include <cmath>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

/// Random choices of the losses of a validation: always the same, and none of training.
constexpr std::uint64_t validation_key = std::uint64_t{1} << 63;

std::vector<std::shared_ptr<const SimulatorState>> shared(const std::vector<SimulatorState>& states) {
  std::vector<std::shared_ptr<const SimulatorState>> pointers;
  for (const SimulatorState& state : states)
    pointers.push_back(std::make_shared<SimulatorState>(state));
  return pointers;
}

BranchObjective make_objective(const Network& network, const TrainingSettings& settings, Activity activity) {
  const TrialSource::Settings& trials = settings.trials;
  return {
      network,    *network.tables, activity, settings.losses, trials.steps, trials.gray_before_ms, trials.gray_after_ms,
      trials.seed};
}

std::shared_ptr<const Network> checked(std::shared_ptr<const Network> network, const TrainingSettings& settings) {
  if (!settings.losses.rate_targets.empty() && settings.losses.rate_cost != 0.0)
    check_rate_table(settings.losses.rate_targets, *network, *network->tables);
  return network;
}

} // namespace

std::unique_ptr<BackPropagation<float>> make_back_propagation(std::shared_ptr<const Network> network,
                                                              const TrainingSettings& settings, ThreadPool& pool) {
  if (settings.on_gpu)
    return make_gpu_back_propagation(std::move(network), settings.bptt, pool);
  const ModelTables& tables = *network->tables;
  return std::make_unique<Bptt<float>>(std::move(network), tables, settings.bptt, pool);
}

TrainingStep::TrainingStep(std::shared_ptr<const Network> network, const TrainingSettings& settings, ThreadPool& pool,
                           const BackPropagationFactory& make)
    : network_(checked(std::move(network), settings)), settings_(settings), pool_(pool),
      bptt_(make(network_, settings, pool)),
      trials_(*network_, settings.trials, settings.batch, settings.validation_batch, pool),
      evoked_(make_objective(*network_, settings, Activity::evoked)),
      spontaneous_(make_objective(*network_, settings, Activity::spontaneous)) {
  plan();
  bptt_->plan(settings_.validation_batch, settings_.trials.steps);
  const double strength = settings.losses.weight_distribution_cost;
  if (strength == 0.0 || settings.recurrent == TrainingSettings::Recurrent::off)
    return;
  // In the combined order both branches carry it.
  const double shares = settings.order == TrainingSettings::Order::combined ? 2.0 : 1.0;
  weight_loss_ = std::make_unique<WeightDistributionLoss>(*network_, *network_->tables, network_->recurrent.weight,
                                                          unit(), strength * shares, pool_);
}

std::vector<float> TrainingStep::unit() const {
  const std::vector<CellConstants> cells = make_cell_constants(*network_->tables);
  std::vector<float> unit;
  for (const std::uint16_t model : network_->neurons.model)
    unit.push_back(cells[model].scale_mV);
  return unit;
}

BpttPlan TrainingStep::plan() const {
  const int branches = settings_.order == TrainingSettings::Order::combined ? 2 : 1;
  return bptt_->plan(settings_.batch * branches, settings_.trials.steps);
}

std::size_t TrainingStep::loss_bytes() const {
  constexpr std::size_t distribution = 2 * sizeof(float);
  return weight_loss_ ? network_->recurrent.edge_count() * distribution : 0;
}

std::vector<SimulatorState> TrainingStep::ends_of(TrialBatch gray, const TrainedWeights& weights, Task& task) {
  std::vector<SpikeTrains> spikes;
  return bptt_->run_free(weights.values(), gray.trials, spikes, &task);
}

void TrainingStep::warm_up(TrainingState& state, const TrainedWeights& weights, Task& task) {
  const std::int64_t step = state.update / settings_.updates_per_step();
  const std::int64_t round = settings_.gray_every_step ? step : step / settings_.steps_per_epoch;
  if (round == state.gray_round)
    return;
  const int branches = settings_.order == TrainingSettings::Order::combined ? 2 : 1;
  state.grays = ends_of(trials_.warm_up(round, settings_.batch * branches), weights, task);
  state.gray_round = round;
}

std::vector<TrainingStep::Branch> TrainingStep::branches_of(const TrainingState& state) {
  const std::int64_t step = state.update / settings_.updates_per_step();
  const bool combined = settings_.order == TrainingSettings::Order::combined;
  const auto initial = shared(state.grays);
  std::vector<Branch> branches;
  if (combined || state.update % 2 == 0)
    branches.push_back({Activity::evoked, trials_.evoked(step), {}});
  if (combined || state.update % 2 == 1)
    branches.push_back({Activity::spontaneous, trials_.spontaneous(step), {}});
  std::size_t first = 0;
  for (Branch& branch : branches) {
    branch.shown.start_in(std::span(initial).subspan(first));
    first += branch.shown.trials.size();
  }
  return branches;
}

/// Forward, losses and, if wanted, the gradient of their sum.
void TrainingStep::run(std::vector<Branch>& branches, const TrainedWeights& weights, std::vector<double>& average_rate,
                       std::uint64_t key, bool with_gradient, Task& task) {
  shown_.clear();
  for (Branch& branch : branches) {
    objective(branch.activity).begin(static_cast<int>(branch.shown.trials.size()));
    std::move(branch.shown.trials.begin(), branch.shown.trials.end(), std::back_inserter(shown_));
  }
  CombinedObjective both(evoked_, static_cast<int>(branches.front().shown.directions_deg.size()), spontaneous_);
  Objective<float>& whole =
      branches.size() == 2 ? static_cast<Objective<float>&>(both) : objective(branches.front().activity);
  const auto spikes = bptt_->forward(weights.values(), shown_, whole, &task);
  std::size_t first = 0;
  for (Branch& branch : branches) {
    const auto& directions = branch.shown.directions_deg;
    branch.terms =
        objective(branch.activity).evaluate(spikes.subspan(first, directions.size()), directions, average_rate, key);
    first += directions.size();
  }
  if (with_gradient)
    bptt_->backward(weights.values(), whole, gradient_, &task);
  if (!weight_loss_)
    return;
  const auto& recurrent = weights.values().recurrent;
  double loss = 0.0;
  if (ResidentOptimizer* const gpu = bptt_->optimizer(); with_gradient && gpu != nullptr) {
    loss = gpu->add_distribution(*weight_loss_, weights.unit());
  } else {
    std::vector<float> unused(with_gradient ? 0 : recurrent.size());
    loss = weight_loss_->evaluate(recurrent, with_gradient ? gradient_.recurrent : unused, pool_);
  }
  for (Branch& branch : branches)
    branch.terms.weights = loss / static_cast<double>(branches.size());
}

bool TrainingStep::update(TrainingState& state, TrainedWeights& weights, UpdateView& view, Task& task) {
  const auto start = Clock::now();
  std::vector<Branch> branches = branches_of(state);
  std::vector<double> average_rate = state.average_rate;
  run(branches, weights, average_rate, static_cast<std::uint64_t>(state.update), true, task);
  for (const Branch& branch : branches)
    if (!std::isfinite(branch.terms.total()))
      return false;
  const double rate = settings_.learning_rate.at(state.update) * state.rate_factor;
  const double length = weights.step(gradient_, state.update, rate, pool_);
  if (!std::isfinite(length))
    return false;

  const std::int64_t step = state.update / settings_.updates_per_step();
  view.records.clear();
  for (const Branch& branch : branches) {
    UpdateRecord record;
    record.update = state.update;
    record.epoch = static_cast<int>(step / settings_.steps_per_epoch) + 1;
    record.step = static_cast<int>(step % settings_.steps_per_epoch) + 1;
    record.branch = branch.activity;
    record.terms = branch.terms;
    record.learning_rate = rate;
    record.gradient_length = length;
    record.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    view.records.push_back(record);
  }
  state.average_rate = std::move(average_rate);
  ++state.update;
  state.history.updates.insert(state.history.updates.end(), view.records.begin(), view.records.end());
  directions_ =
      branches.front().activity == Activity::evoked ? branches.front().shown.directions_deg : std::vector<double>{};
  view.spikes = bptt_->spikes();
  view.directions_deg = directions_;
  view.rates_per_ms = objective(branches.back().activity).rates();
  return true;
}

ValidationRecord TrainingStep::validate(int epoch, const TrainingState& state, const TrainedWeights& weights,
                                        Task& task) {
  const auto initial = shared(ends_of(trials_.validation_warm_up(), weights, task));
  ValidationRecord record;
  record.epoch = epoch;
  for (const Activity activity : {Activity::evoked, Activity::spontaneous}) {
    std::vector<Branch> branch;
    const bool evoked = activity == Activity::evoked;
    branch.push_back({activity, evoked ? trials_.validation_evoked() : trials_.validation_spontaneous(), {}});
    branch.front().shown.start_in(initial);
    std::vector<double> average_rate = state.average_rate; // validation leaves no trace
    run(branch, weights, average_rate, validation_key, false, task);
    (evoked ? record.evoked : record.spontaneous) = branch.front().terms;
  }
  const LossTerms& e = record.evoked;
  const LossTerms& s = record.spontaneous;
  record.loss =
      (e.rate + s.rate + e.voltage + s.voltage + e.sync + s.sync) / 2.0 + e.selectivity + (e.weights + s.weights) / 2.0;
  return record;
}

} // namespace striate
