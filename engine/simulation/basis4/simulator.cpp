// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/simulator.h"

#include "engine/core/errors.h"
#include "engine/simulation/basis4/fault_report.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/simulation/step_input_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

CpuSimulator::Parts CpuSimulator::make_parts(std::shared_ptr<const Network> network, const ModelTables& tables,
                                             int threads) {
  auto pool = std::make_unique<ThreadPool>(threads);
  auto shared = std::make_shared<const CpuTables>(std::move(network), tables, *pool);
  return {std::move(pool), std::move(shared)};
}

CpuSimulator::CpuSimulator(Parts parts, const SimulatorOptions& options)
    : pool_(std::move(parts.pool)), tables_(std::move(parts.tables)), options_(options),
      background_(BackgroundCounts(options.seed, options.trial, tables_->background_sources(),
                                   options.background_rate_Hz, options.background_as_current)),
      state_(tables_->neurons()), inputs_(fault_lag + 1) {
  spikes_.resize(static_cast<std::size_t>(tables_->max_delay) + fault_lag + 1);
  for (auto& plane : planes_)
    plane.resize(tables_->neurons());
  for (int range = 0; range < tables_->ranges(); ++range) {
    const auto r = static_cast<std::size_t>(range);
    teams_.push_back({range,
                      CpuDelivery(range, tables_->max_delay),
                      BackgroundBlock(tables_->bounds[r], tables_->bounds[r + 1]),
                      neuron_pieces(tables_->network->neurons.model, tables_->bounds[r], tables_->bounds[r + 1]),
                      {},
                      {},
                      tables_->bounds[r + 1],
                      {}});
  }
  work_ = [this](int thread) { advance(teams_[static_cast<std::size_t>(thread)]); };
}

CpuSimulator::CpuSimulator(std::shared_ptr<const CpuTables> tables, const SimulatorOptions& options)
    : CpuSimulator(Parts{std::make_unique<ThreadPool>(tables->ranges()), tables}, options) {}

CpuSimulator::CpuSimulator(std::shared_ptr<const Network> network, const ModelTables& tables,
                           const SimulatorOptions& options)
    : CpuSimulator(make_parts(std::move(network), tables, options.threads), options) {}

std::span<const std::uint32_t> CpuSimulator::step(const StepInput& input) {
  take_input(input);
  pool_->run(work_);

  std::rotate(spikes_.begin(), spikes_.end() - 1, spikes_.end());
  auto& newest = spikes_.front();
  newest.clear();
  for (const Team& team : teams_)
    newest.insert(newest.end(), team.fired.begin(), team.fired.end());
  ++now_;
  check_numbers();
  return newest;
}

void CpuSimulator::advance(Team& team) {
  const FlushDenormals flush;
  PhaseClock clock(measuring_ ? &team.times : nullptr);
  CpuDelivery& delivery = team.delivery;
  clock.begin_events(delivery.events());
  if (tables_->network->recurrent.source_count != 0)
    delivery.queue_delayed(tables_->recurrent, spikes_.front(), now_ - 1, 1, perturbation_.outgoing);
  clock.end(Phase::queue, delivery.events());

  delivery.deliver_due(now_, planes_);
  scale_incoming(team);
  watched_.collect(team.range, WatchedSources::recurrent, planes_);
  clock.end(Phase::recurrent, delivery.events());
  delivery.deliver_now(tables_->lgn, inputs_.front().lgn, inputs_.front().lgn_amounts, planes_);
  watched_.collect(team.range, WatchedSources::lgn, planes_);
  clock.end(Phase::lgn, delivery.events());
  const std::uint64_t background_events = add_background(team);
  watched_.collect(team.range, WatchedSources::background, planes_);
  clock.end(Phase::background, delivery.events() + background_events);
  clock.begin_events(delivery.events());

  watched_.update(team.range, *tables_);
  team.fired.clear();
  team.wild = tables_->bounds[static_cast<std::size_t>(team.range) + 1];
  bool finite = true;
  for (const NeuronPiece& piece : team.pieces)
    finite &= update_piece(piece, tables_->cells[piece.model], tables_->synapses, options_.hard_reset, membrane_input_,
                           planes_, state_, team.fired);
  if (!finite)
    team.wild = first_not_finite(state_, tables_->bounds[static_cast<std::size_t>(team.range)], team.wild);
  clock.end(Phase::update, delivery.events());
}

/// Returns the number of synapses that were used.
std::uint64_t CpuSimulator::add_background(Team& team) {
  if (tables_->background_sources() == 0)
    return 0;
  if (background_.is_new())
    team.background.sum(tables_->network->background, background_.amounts());
  team.background.add(background_.place(), planes_[ModelTables::external_class]);
  return team.background.events(background_.place());
}

void CpuSimulator::scale_incoming(const Team& team) {
  for (const std::uint32_t neuron : team.scaled)
    for (auto& plane : planes_)
      plane[neuron] *= perturbation_.incoming[neuron];
}

void CpuSimulator::take_input(const StepInput& input) {
  check_step_input(input, now_, *tables_->network, tables_->background_sources());
  std::rotate(inputs_.begin(), inputs_.end() - 1, inputs_.end());
  Inputs& newest = inputs_.front();
  newest.lgn.assign(input.lgn_spikes.begin(), input.lgn_spikes.end());
  newest.lgn_amounts.assign(input.lgn_amounts.begin(), input.lgn_amounts.end());
  if (input.background_spikes)
    background_.give(now_, *input.background_spikes);
  else
    background_.look_at(now_);
  background_.copy(newest.background_amounts);
}

void CpuSimulator::check_numbers() const {
  for (std::size_t t = 0; t < teams_.size(); ++t) {
    if (teams_[t].wild == tables_->bounds[t + 1])
      continue;
    FaultScene scene;
    scene.neuron = teams_[t].wild;
    scene.step = now_ - 1;
    scene.arrival = scene.step - static_cast<std::int64_t>(fault_lag);
    scene.spikes = std::span(spikes_).subspan(fault_lag + 1);
    scene.lgn_spikes = inputs_.back().lgn;
    scene.lgn_amounts = inputs_.back().lgn_amounts;
    scene.background_amounts = inputs_.back().background_amounts;
    scene.perturbation = &perturbation_;
    throw Error(describe_fault(scene, *tables_, *tables_->network->tables, state_), Error::Kind::numbers);
  }
}

void CpuSimulator::perturb(const Perturbation& perturbation) {
  check_perturbation(perturbation, tables_->neurons());
  perturbation_ = perturbation;
  const std::size_t neurons = tables_->neurons();
  const bool membranes = !perturbation.added_pA.empty() || !perturbation.silenced.empty();
  membrane_input_.added_pA.assign(membranes ? neurons : 0, 0.0f);
  membrane_input_.held.assign(membranes ? neurons : 0, 0);
  std::copy(perturbation.added_pA.begin(), perturbation.added_pA.end(), membrane_input_.added_pA.begin());
  std::transform(perturbation.silenced.begin(), perturbation.silenced.end(), membrane_input_.held.begin(),
                 [](std::uint8_t silenced) { return silenced != 0 ? 1 : 0; });
  for (std::size_t t = 0; t < teams_.size(); ++t) {
    teams_[t].scaled.clear();
    if (!perturbation.incoming.empty())
      for (std::uint32_t neuron = tables_->bounds[t]; neuron < tables_->bounds[t + 1]; ++neuron)
        if (perturbation.incoming[neuron] != 1.0f)
          teams_[t].scaled.push_back(neuron);
  }
  queue_older_spikes();
}

void CpuSimulator::watch_sources(std::span<const std::uint32_t> neurons) {
  watched_.watch(neurons, *tables_);
}

// The newest spikes are queued by the next step itself; of older ones those runs that have not arrived yet.
void CpuSimulator::queue_older_spikes() {
  for (Team& team : teams_) {
    team.delivery.clear();
    for (std::size_t d = static_cast<std::size_t>(tables_->max_delay) - 1; d > 0; --d)
      if (!spikes_[d].empty())
        team.delivery.queue_delayed(tables_->recurrent, spikes_[d], now_ - 1 - static_cast<std::int64_t>(d),
                                    static_cast<int>(d) + 1, perturbation_.outgoing);
  }
}

void CpuSimulator::check_neuron(std::uint32_t neuron) const {
  if (neuron >= state_.size())
    throw Error(fmt::format("Neuron {} does not exist; the network \"{}\" has {} neurons.", neuron,
                            tables_->network->name, state_.size()),
                Error::Kind::usage);
}

float CpuSimulator::value(NeuronVariable variable, std::uint32_t neuron) const {
  const CellConstants& cell = tables_->cell(neuron);
  switch (variable) {
  case NeuronVariable::v_mV:
    return cell.E_L_mV + cell.scale_mV * state_.v[neuron];
  case NeuronVariable::asc_pA:
    return state_.asc[0][neuron] + state_.asc[1][neuron];
  case NeuronVariable::synaptic_pA:
    return (state_.current[0][neuron] + state_.current[1][neuron]) +
           (state_.current[2][neuron] + state_.current[3][neuron]);
  case NeuronVariable::recurrent_pA:
    return watched_.current_pA(neuron, WatchedSources::recurrent);
  case NeuronVariable::lgn_pA:
    return watched_.current_pA(neuron, WatchedSources::lgn);
  case NeuronVariable::background_pA:
    return watched_.current_pA(neuron, WatchedSources::background);
  case NeuronVariable::refractory_steps:
    return static_cast<float>(std::max(0, state_.countdown[neuron] - 1));
  }
  return 0.0f;
}

void CpuSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  if (neurons.size() != out.size())
    throw Error(
        fmt::format("Output buffer holds {1} values but {0} neurons were requested.", neurons.size(), out.size()),
        Error::Kind::usage);
  for (std::size_t k = 0; k < neurons.size(); ++k) {
    check_neuron(neurons[k]);
    out[k] = value(variable, neurons[k]);
  }
}

NeuronSample CpuSimulator::sample(std::uint32_t neuron) const {
  check_neuron(neuron);
  const CellConstants& cell = tables_->cell(neuron);
  const std::int32_t countdown = state_.countdown[neuron];
  NeuronSample sample;
  sample.v_mV = value(NeuronVariable::v_mV, neuron);
  sample.threshold_mV = cell.E_L_mV + cell.scale_mV;
  sample.synaptic_pA = value(NeuronVariable::synaptic_pA, neuron);
  sample.asc_pA = value(NeuronVariable::asc_pA, neuron);
  sample.refractory = countdown > 0 && countdown < cell.refractory_steps;
  return sample;
}

void CpuSimulator::save(SimulatorState& out) const {
  out.dynamics = "basis4";
  out.step = now_;
  out.spikes.assign(spikes_.begin(), spikes_.begin() + tables_->max_delay);
  out.more.clear();
  state_.save(out, tables_->cells, tables_->network->neurons.model);
  watched_.save(out.watched);
}

void CpuSimulator::restore(const SimulatorState& state) {
  const auto remembered = static_cast<std::size_t>(tables_->max_delay);
  check_state(state, remembered, tables_->cells, tables_->network->neurons.model);
  state_.load(state, tables_->cells, tables_->network->neurons.model);
  std::copy(state.spikes.begin(), state.spikes.end(), spikes_.begin());
  std::for_each(spikes_.begin() + tables_->max_delay, spikes_.end(), [](auto& ids) { ids.clear(); });
  watched_.load(state.watched);
  now_ = state.step;
  queue_older_spikes();
}

void CpuSimulator::reset() {
  state_.clear();
  for (auto& ids : spikes_)
    ids.clear();
  for (Team& team : teams_)
    team.delivery.clear();
  watched_.clear();
  now_ = 0;
}

PhaseTimes CpuSimulator::phase_times() const {
  PhaseTimes sum;
  for (const Team& team : teams_)
    sum.add(team.times);
  return sum;
}

std::unique_ptr<Simulator> make_cpu_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options) {
  if (!network)
    throw Error("There is no network to simulate; build or open one first.");
  const std::shared_ptr<const ModelTables> tables = network->tables;
  return std::make_unique<CpuSimulator>(std::move(network), *tables, options);
}

} // namespace striate
