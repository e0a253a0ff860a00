#include "engine/simulation/nest_simulator.h"

#include "engine/core/errors.h"
#include "engine/simulation/fault_report.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/simulation/step_input_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

NestSimulator::NestSimulator(std::shared_ptr<const Network> network, const ModelTables& tables, double dt_ms,
                             const SimulatorOptions& options)
    : pool_(options.threads), tables_(std::move(network), tables, dt_ms, pool_),
      background_counts_(options.seed, options.trial, tables_.background_rows.source_count,
                         options.background_rate_Hz / tables_.constants.steps_per_ms),
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
  take_input(input);
  pool_.run(work_);

  std::rotate(run_.spikes.begin(), run_.spikes.end() - 1, run_.spikes.end());
  auto& newest = run_.spikes.front();
  newest.clear();
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
void NestSimulator::queue_inputs(Team& team, const NestInputs& inputs, std::int64_t given) {
  for (const std::uint32_t unit : inputs.lgn)
    team.lgn.queue(*tables_.lgn, unit, given, run_.now);
  for (std::uint32_t source = 0; source < inputs.background.size(); ++source)
    if (inputs.background[source] != 0)
      team.background.queue(*tables_.background, source, given, run_.now, inputs.background[source]);
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

void NestSimulator::take_input(const StepInput& input) {
  const std::uint32_t sources = tables_.background_rows.source_count;
  check_step_input(input, run_.now, *tables_.network, sources);
  std::rotate(run_.inputs.begin(), run_.inputs.end() - 1, run_.inputs.end());
  NestInputs& newest = run_.inputs.front();
  newest.lgn.assign(input.lgn_spikes.begin(), input.lgn_spikes.end());
  if (input.background_spikes) {
    newest.background.assign(sources, 0);
    for (const std::uint32_t source : *input.background_spikes)
      ++newest.background[source];
  } else {
    const auto drawn = background_counts_.draw(run_.now);
    newest.background.assign(drawn.begin(), drawn.end());
  }
}

void NestSimulator::check_numbers() const {
  for (std::size_t t = 0; t < teams_.size(); ++t) {
    const std::uint32_t neuron = teams_[t].wild;
    if (neuron == tables_.bounds[t + 1])
      continue;
    FaultNumbers numbers;
    numbers.neuron = neuron;
    numbers.step = run_.now - 1;
    numbers.arrival = numbers.step - static_cast<std::int64_t>(NestRun::fault_lag);
    numbers.v_mV = value(NeuronVariable::v_mV, neuron);
    numbers.synaptic_pA = value(NeuronVariable::synaptic_pA, neuron);
    numbers.asc_0_pA = run_.neurons.asc[0][neuron];
    numbers.asc_1_pA = run_.neurons.asc[1][neuron];
    if (!perturbation_.added_pA.empty())
      numbers.added_pA = perturbation_.added_pA[neuron];
    add_arrivals(numbers);
    throw Error(describe_fault(numbers, *tables_.network, *tables_.network->tables), Error::Kind::numbers);
  }
}

/// Fills in the events of step numbers.arrival.
void NestSimulator::add_arrivals(FaultNumbers& numbers) const {
  const int post = tables_.cell(numbers.neuron).synaptic_class;
  const float incoming = perturbation_.incoming.empty() ? 1.0f : perturbation_.incoming[numbers.neuron];
  const auto delay_of = [&](std::size_t ago) {
    return numbers.arrival - (run_.now - 1 - static_cast<std::int64_t>(ago));
  };
  for (std::size_t ago = 0; ago < run_.spikes.size(); ++ago)
    for (const std::uint32_t id : run_.spikes[ago])
      add_fault_events(
          tables_.network->recurrent, id, numbers.neuron,
          incoming * (perturbation_.outgoing.empty() ? 1.0f : perturbation_.outgoing[id]),
          [&](const EdgeRun& run) { return tables_.constants.recurrent_delay(run, post) == delay_of(ago); },
          numbers.recurrent);
  for (std::size_t ago = 0; ago < run_.inputs.size(); ++ago) {
    const NestInputs& inputs = run_.inputs[ago];
    const bool lgn_arrives = delay_of(ago) == tables_.constants.lgn_delay;
    const bool background_arrives = delay_of(ago) == tables_.constants.background_delay;
    for (const std::uint32_t unit : inputs.lgn)
      add_fault_events(
          tables_.network->lgn, unit, numbers.neuron, 1.0f, [&](const EdgeRun&) { return lgn_arrives; }, numbers.lgn);
    for (std::uint32_t source = 0; source < inputs.background.size(); ++source)
      if (inputs.background[source] != 0)
        add_fault_events(
            tables_.background_rows, source, numbers.neuron, static_cast<float>(inputs.background[source]),
            [&](const EdgeRun&) { return background_arrives; }, numbers.background);
  }
}

void NestSimulator::perturb(const Perturbation& perturbation) {
  const std::size_t neurons = tables_.neurons();
  check_perturbation(perturbation, neurons);
  perturbation_ = perturbation;
  const bool membranes = !perturbation.added_pA.empty() || !perturbation.silenced.empty();
  membrane_input_.added_pA.assign(membranes ? neurons : 0, 0.0f);
  membrane_input_.held.assign(membranes ? neurons : 0, 0);
  std::copy(perturbation.added_pA.begin(), perturbation.added_pA.end(), membrane_input_.added_pA.begin());
  std::transform(perturbation.silenced.begin(), perturbation.silenced.end(), membrane_input_.held.begin(),
                 [](std::uint8_t silenced) { return silenced != 0 ? 1 : 0; });
  for (std::size_t t = 0; t < teams_.size(); ++t) {
    teams_[t].scaled.clear();
    if (!perturbation.incoming.empty())
      for (std::uint32_t neuron = tables_.bounds[t]; neuron < tables_.bounds[t + 1]; ++neuron)
        if (perturbation.incoming[neuron] != 1.0f)
          teams_[t].scaled.push_back(neuron);
  }
  queue_again();
}

void NestSimulator::watch_sources(std::span<const std::uint32_t> neurons) {
  watched_.watch(neurons, tables_);
}

void NestSimulator::check_neuron(std::uint32_t neuron) const {
  if (neuron >= tables_.neurons())
    throw Error(fmt::format("Neuron {} was asked for; the network \"{}\" has {}.", neuron, tables_.network->name,
                            tables_.neurons()),
                Error::Kind::usage);
}

double NestSimulator::value(NeuronVariable variable, std::uint32_t neuron) const {
  const NestNeurons& state = run_.neurons;
  switch (variable) {
  case NeuronVariable::v_mV:
    return tables_.cell(neuron).E_L_mV + state.u[neuron];
  case NeuronVariable::asc_pA:
    return state.asc[0][neuron] + state.asc[1][neuron];
  case NeuronVariable::synaptic_pA: {
    double sum = 0.0;
    for (std::size_t r = 0; r < state.current_fast.size(); ++r)
      sum += state.current_fast[r][neuron] + state.current_slow[r][neuron];
    return sum;
  }
  case NeuronVariable::recurrent_pA:
    return watched_.current_pA(neuron, NestWatched::recurrent);
  case NeuronVariable::lgn_pA:
    return watched_.current_pA(neuron, NestWatched::lgn);
  case NeuronVariable::background_pA:
    return watched_.current_pA(neuron, NestWatched::background);
  case NeuronVariable::refractory_steps:
    return state.refractory[neuron];
  }
  return 0.0;
}

void NestSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  if (neurons.size() != out.size())
    throw Error(fmt::format("{} neurons were to be read into {} places.", neurons.size(), out.size()),
                Error::Kind::usage);
  for (std::size_t k = 0; k < neurons.size(); ++k) {
    check_neuron(neurons[k]);
    out[k] = static_cast<float>(value(variable, neurons[k]));
  }
}

NeuronSample NestSimulator::sample(std::uint32_t neuron) const {
  check_neuron(neuron);
  const NestCellConstants& constants = tables_.cell(neuron);
  NeuronSample sample;
  sample.v_mV = static_cast<float>(value(NeuronVariable::v_mV, neuron));
  sample.threshold_mV = static_cast<float>(constants.E_L_mV + constants.cell.threshold);
  sample.synaptic_pA = static_cast<float>(value(NeuronVariable::synaptic_pA, neuron));
  sample.asc_pA = static_cast<float>(value(NeuronVariable::asc_pA, neuron));
  sample.refractory = run_.neurons.refractory[neuron] > 0;
  return sample;
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
  run_.clear();
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
