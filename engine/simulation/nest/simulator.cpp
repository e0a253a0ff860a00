// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/simulator.h"

#include "engine/core/errors.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/simulation/nest/fault.h"

namespace striate {

NestSimulator::NestSimulator(std::shared_ptr<const Network> network, const ModelTables& tables, double dt_ms,
                             const SimulatorOptions& options)
    : pool_(std::make_shared<ThreadPool>(options.threads)), tables_(std::move(network), tables, dt_ms, *pool_),
      background_counts_(options.seed, options.trial, tables_.background_rows.source_count,
                         options.background_rate_Hz / tables_.constants.steps_per_ms, options.background_as_current),
      run_(tables_), planes_(tables_.constants.receptors, AlignedVector<double>(tables_.neurons())) {
  const std::size_t receptors = tables_.constants.receptors;
  for (int range = 0; range < tables_.ranges(); ++range) {
    const auto r = static_cast<std::size_t>(range);
    teams_.push_back({range,
                      NestDelivery(range, tables_.recurrent->max_delay(), receptors),
                      NestDelivery(range, tables_.lgn->max_delay(), receptors),
                      NestDelivery(range, tables_.background->max_delay(), receptors),
                      neuron_pieces(tables_.network->neurons.model, tables_.bounds[r], tables_.bounds[r + 1]),
                      {},
                      {},
                      tables_.bounds[r + 1]});
  }
  work_ = [this](int thread) { advance(teams_[static_cast<std::size_t>(thread)]); };
}

std::span<const std::uint32_t> NestSimulator::step(const StepInput& input) {
  run_.take_input(input, tables_, background_counts_);
  pool_->run(work_);

  auto& newest = run_.add_spikes();
  for (const Team& team : teams_)
    newest.insert(newest.end(), team.fired.begin(), team.fired.end());
  ++run_.now;
  check_numbers();
  return newest;
}

void NestSimulator::advance(Team& team) {
  const FlushDenormals flush;
  queue_recurrent(team, 0);
  team.recurrent.deliver(run_.now, planes_);
  for (const std::uint32_t neuron : team.scaled)
    for (auto& plane : planes_)
      plane[neuron] *= static_cast<double>(perturbation_.incoming[neuron]);
  watched_.collect(team.range, NestWatched::recurrent, planes_);
  queue_inputs(team, run_.inputs.front(), run_.now);
  team.lgn.deliver(run_.now, planes_);
  watched_.collect(team.range, NestWatched::lgn, planes_);
  team.background.deliver(run_.now, planes_);
  watched_.collect(team.range, NestWatched::background, planes_);
  watched_.update(team.range, tables_);

  team.fired.clear();
  const std::uint32_t end = tables_.bounds[static_cast<std::size_t>(team.range) + 1];
  team.wild = end;
  for (const NeuronPiece& piece : team.pieces) {
    const std::uint32_t wild = update_nest_piece(piece, tables_.constants.cells[piece.model], membrane_input_, planes_,
                                                 run_.neurons, team.fired);
    if (wild != piece.end && team.wild == end)
      team.wild = wild;
  }
}

/// Queues what has not arrived before the next step of the spikes that were fired ago + 1 steps before it.
void NestSimulator::queue_recurrent(Team& team, std::size_t ago) {
  if (tables_.network->recurrent.row_run.empty())
    return;
  for (const std::uint32_t id : run_.spikes[ago])
    team.recurrent.queue(*tables_.recurrent, id, run_.now - 1 - static_cast<std::int64_t>(ago), run_.now,
                         perturbation_.outgoing.empty() ? 1.0 : static_cast<double>(perturbation_.outgoing[id]));
}

/// The same of input spikes given to step `given`.
void NestSimulator::queue_inputs(Team& team, const StepRecord& inputs, std::int64_t given) {
  for (std::size_t k = 0; k < inputs.lgn.size(); ++k)
    team.lgn.queue(*tables_.lgn, inputs.lgn[k], given, run_.now,
                   inputs.lgn_amounts.empty() ? 1.0 : static_cast<double>(inputs.lgn_amounts[k]));
  for (std::uint32_t source = 0; source < inputs.background.size(); ++source)
    if (inputs.background[source] != 0.0f)
      team.background.queue(*tables_.background, source, given, run_.now,
                            static_cast<double>(inputs.background[source]));
}

/// Fills the queues anew, oldest first as they were filled before. The newest recurrent spikes and the inputs of the
/// next step are queued by that step itself.
void NestSimulator::queue_again() {
  for (Team& team : teams_) {
    for (NestDelivery* delivery : {&team.recurrent, &team.lgn, &team.background})
      delivery->clear();
    for (std::size_t ago = run_.spikes.size() - 1; ago > 0; --ago)
      queue_recurrent(team, ago);
    for (std::size_t ago = run_.inputs.size(); ago-- > 0;)
      queue_inputs(team, run_.inputs[ago], run_.now - 1 - static_cast<std::int64_t>(ago));
  }
}

void NestSimulator::check_numbers() const {
  for (std::size_t t = 0; t < teams_.size(); ++t)
    if (teams_[t].wild != tables_.bounds[t + 1])
      throw nest_fault(teams_[t].wild, run_, tables_, perturbation_);
}

void NestSimulator::perturb(const Perturbation& perturbation) {
  check_perturbation(perturbation, tables_.neurons());
  perturbation_ = perturbation;
  membrane_input_.set(perturbation, tables_.neurons());
  for (std::size_t t = 0; t < teams_.size(); ++t)
    teams_[t].scaled = perturbation.scaled_incoming(tables_.bounds[t], tables_.bounds[t + 1]);
  queue_again();
}

void NestSimulator::watch_sources(std::span<const std::uint32_t> neurons) {
  watched_.watch(neurons, tables_);
}

void NestSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  view().read(variable, neurons, out);
}

NeuronSample NestSimulator::sample(std::uint32_t neuron) const {
  return view().sample(neuron);
}

void NestSimulator::save(SimulatorState& out) const {
  save_nest_run(run_, tables_, out);
  watched_.save(out);
}

void NestSimulator::restore(const SimulatorState& state) {
  load_nest_run(state, tables_, run_);
  watched_.load(state);
  queue_again();
}

void NestSimulator::reset() {
  run_.clear(tables_);
  watched_.clear();
  queue_again();
}

std::unique_ptr<Simulator> make_nest_simulator(std::shared_ptr<const Network> network, double dt_ms,
                                               const SimulatorOptions& options) {
  if (!network)
    throw Error("There is no network to simulate; build or open one first.");
  const std::shared_ptr<const ModelTables> tables = network->tables;
  return std::make_unique<NestSimulator>(std::move(network), *tables, dt_ms, options);
}

} // namespace striate
