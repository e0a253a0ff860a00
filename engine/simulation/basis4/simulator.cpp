// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/simulator.h"

#include "engine/core/errors.h"
#include "engine/simulation/basis4/fault.h"
#include "engine/simulation/basis4/view.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/simulation/step_input_check.h"

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
      state_(tables_->neurons()),
      history_(static_cast<std::size_t>(tables_->max_delay) + basis4_fault_lag + 1, basis4_fault_lag + 1) {
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

  auto& newest = history_.add_spikes();
  for (const Team& team : teams_)
    newest.insert(newest.end(), team.fired.begin(), team.fired.end());
  ++history_.now;
  check_numbers();
  return newest;
}

void CpuSimulator::advance(Team& team) {
  const FlushDenormals flush;
  PhaseClock clock(measuring_ ? &team.times : nullptr);
  CpuDelivery& delivery = team.delivery;
  clock.begin_events(delivery.events());
  if (tables_->network->recurrent.source_count != 0)
    delivery.queue_delayed(tables_->recurrent, history_.spikes.front(), history_.now - 1, 1, perturbation_.outgoing);
  clock.end(Phase::queue, delivery.events());

  delivery.deliver_due(history_.now, planes_);
  scale_incoming(team);
  watched_.collect(team.range, WatchedSources::recurrent, planes_);
  clock.end(Phase::recurrent, delivery.events());
  delivery.deliver_now(tables_->lgn, history_.inputs.front().lgn, history_.inputs.front().lgn_amounts, planes_);
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
  check_step_input(input, history_.now, *tables_->network, tables_->background_sources());
  StepRecord& newest = history_.add_input();
  newest.lgn.assign(input.lgn_spikes.begin(), input.lgn_spikes.end());
  newest.lgn_amounts.assign(input.lgn_amounts.begin(), input.lgn_amounts.end());
  if (input.background_spikes)
    background_.give(history_.now, *input.background_spikes);
  else
    background_.look_at(history_.now);
  background_.copy(newest.background);
}

void CpuSimulator::check_numbers() const {
  for (std::size_t t = 0; t < teams_.size(); ++t)
    if (teams_[t].wild != tables_->bounds[t + 1])
      throw basis4_fault(teams_[t].wild, history_, *tables_, perturbation_, state_);
}

void CpuSimulator::perturb(const Perturbation& perturbation) {
  check_perturbation(perturbation, tables_->neurons());
  perturbation_ = perturbation;
  membrane_input_.set(perturbation, tables_->neurons());
  for (std::size_t t = 0; t < teams_.size(); ++t)
    teams_[t].scaled = perturbation.scaled_incoming(tables_->bounds[t], tables_->bounds[t + 1]);
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
      if (!history_.spikes[d].empty())
        team.delivery.queue_delayed(tables_->recurrent, history_.spikes[d],
                                    history_.now - 1 - static_cast<std::int64_t>(d), static_cast<int>(d) + 1,
                                    perturbation_.outgoing);
  }
}

namespace {

/// The numbers of one neuron where they lie, see basis4_value().
struct StateNumbers {
  const NeuronState& state;
  const WatchedSources& watched;
  std::uint32_t neuron;

  float v() const { return state.v[neuron]; }
  float asc(std::size_t m) const { return state.asc[m][neuron]; }
  float current(std::size_t r) const { return state.current[r][neuron]; }
  std::int32_t countdown() const { return state.countdown[neuron]; }
  float source_pA(NeuronVariable variable) const {
    return watched.current_pA(neuron, WatchedSources::source_of(variable));
  }
};

} // namespace

void CpuSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  check_places(neurons, out);
  check_neurons(neurons, *tables_->network);
  for (std::size_t k = 0; k < neurons.size(); ++k)
    out[k] = basis4_value(variable, tables_->cell(neurons[k]), StateNumbers{state_, watched_, neurons[k]});
}

NeuronSample CpuSimulator::sample(std::uint32_t neuron) const {
  check_neurons(std::span(&neuron, 1), *tables_->network);
  return basis4_sample(tables_->cell(neuron), StateNumbers{state_, watched_, neuron});
}

void CpuSimulator::save(SimulatorState& out) const {
  out.dynamics = "basis4";
  out.step = history_.now;
  out.spikes.assign(history_.spikes.begin(), history_.spikes.begin() + tables_->max_delay);
  out.more.clear();
  state_.save(out, tables_->cells, tables_->network->neurons.model);
  watched_.save(out.watched);
}

void CpuSimulator::restore(const SimulatorState& state) {
  const auto remembered = static_cast<std::size_t>(tables_->max_delay);
  check_state(state, remembered, tables_->cells, tables_->network->neurons.model);
  state_.load(state, tables_->cells, tables_->network->neurons.model);
  history_.load_spikes(state.spikes);
  watched_.load(state.watched);
  history_.now = state.step;
  queue_older_spikes();
}

void CpuSimulator::reset() {
  state_.clear();
  history_.clear_spikes();
  for (Team& team : teams_)
    team.delivery.clear();
  watched_.clear();
  history_.now = 0;
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
