// SPDX-License-Identifier: Apache-2.0
#include "gpu/basis4/simulator.h"

#include "engine/core/errors.h"
#include "gpu/basis4/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace striate {

namespace {

constexpr std::size_t watched_numbers = std::size_t{watched_sources_count} * 2 * SynapseConstants::bases;
/// Places in the answer of a GatherTask.
enum Number { v_number, asc_number, current_number = 7, countdown_number = 11, watched_number = 12 };

/// Index of an id in an ascending list.
std::optional<std::size_t> place_of(const std::vector<std::uint32_t>& ids, std::uint32_t id) {
  const auto found = std::lower_bound(ids.begin(), ids.end(), id);
  if (found == ids.end() || *found != id)
    return {};
  return static_cast<std::size_t>(std::distance(ids.begin(), found));
}

template <typename T>
std::span<const T> part(const std::vector<T>& all, std::size_t index, std::size_t size) {
  return std::span(all).subspan(index * size, size);
}

} // namespace

GpuSimulator::GpuSimulator(std::shared_ptr<Device> device, std::shared_ptr<const Network> network,
                           const ModelTables& tables, const SimulatorOptions& options)
    : GpuSimulator(device, std::make_shared<const GpuTables>(device, std::move(network), tables), options) {}

GpuSimulator::GpuSimulator(std::shared_ptr<Device> device, std::shared_ptr<const GpuTables> tables,
                           const SimulatorOptions& options)
    : tables_(std::move(tables)), device_(std::move(device)), name_(device_->info().name), options_(options),
      background_counts_(make_background()), run_(std::make_unique<Run>(device_, *tables_)),
      spikes_(static_cast<std::size_t>(tables_->max_delay()) + fault_lag + 1), inputs_(fault_lag + 1) {}

void GpuSimulator::perturb(const Perturbation& perturbation) {
  check_perturbation(perturbation, tables_->neurons());
  settle();
  perturbation_ = perturbation;
  perturbed_ = DevicePerturbation(device_, perturbation, tables_->neurons());
  run_->sequences.clear();
  deliver_older_spikes();
}

void GpuSimulator::watch_sources(std::span<const std::uint32_t> neurons) {
  settle();
  const std::vector<std::uint32_t> old_ids = watched_ids();
  const std::uint32_t whole[] = {0, tables_->neurons()};
  watched_.watch(neurons, whole, *tables_->host->network);
  const std::vector<std::uint32_t> ids = watched_ids();
  const std::vector<float> before = run_->state.watched.download();
  std::vector<float> state(ids.size() * watched_numbers, 0.0f);
  std::vector<std::int32_t> index(ids.empty() ? 0 : tables_->neurons(), -1);
  for (std::size_t place = 0; place < ids.size(); ++place) {
    if (const auto known = place_of(old_ids, ids[place]))
      std::ranges::copy(part(before, *known, watched_numbers),
                        state.begin() + static_cast<std::ptrdiff_t>(place * watched_numbers));
    index[ids[place]] = static_cast<std::int32_t>(place);
  }
  watched_index_ = uploaded(tables_->device, index);
  run_->state.watched = uploaded(device_, state);
  run_->sequences.clear();
  run_->drop();
}

std::vector<std::uint32_t> GpuSimulator::watched_ids() const {
  std::vector<std::uint32_t> ids;
  for (const Watched& one : watched_.all())
    ids.push_back(one.neuron);
  return ids;
}

void GpuSimulator::check_ids(std::span<const std::uint32_t> neurons) const {
  for (const std::uint32_t neuron : neurons)
    if (neuron >= tables_->neurons())
      throw Error(fmt::format("Neuron {} does not exist; the network \"{}\" has {} neurons.", neuron,
                              tables_->host->network->name, tables_->neurons()),
                  Error::Kind::usage);
}

std::vector<GpuSimulator::Numbers> GpuSimulator::numbers_of(std::span<const std::uint32_t> neurons) const {
  check_ids(neurons);
  if (neurons.empty())
    return {};
  std::vector<Numbers> numbers(neurons.size());
  if (run_->recall(neurons, now_, numbers))
    return numbers;
  settle();
  if (run_->lgn) // only stretches are worth it
    run_->wanted.insert(run_->wanted.end(), neurons.begin(), neurons.end());
  const DeviceArray<std::uint32_t> ids(device_, neurons);
  const DeviceArray<float> out(device_, neurons.size() * GatherTask::numbers);
  BetweenTask task;
  task.gather = {ids.data(), static_cast<std::uint32_t>(neurons.size()), update_task(0), out.data()};
  device_->between(task);
  const std::vector<float> flat = out.download();
  for (std::size_t k = 0; k < numbers.size(); ++k)
    std::ranges::copy(part(flat, k, GatherTask::numbers), numbers[k].begin());
  return numbers;
}

float GpuSimulator::value(NeuronVariable variable, std::uint32_t neuron, const Numbers& numbers) const {
  const CellConstants& cell = tables_->host->cell(neuron);
  switch (variable) {
  case NeuronVariable::v_mV:
    return cell.E_L_mV + cell.scale_mV * numbers[v_number];
  case NeuronVariable::asc_pA:
    return numbers[asc_number] + numbers[asc_number + 1];
  case NeuronVariable::synaptic_pA:
    return (numbers[current_number] + numbers[current_number + 1]) +
           (numbers[current_number + 2] + numbers[current_number + 3]);
  case NeuronVariable::recurrent_pA:
    watched_.find(neuron); // throws when it is not followed
    return numbers[watched_number];
  case NeuronVariable::lgn_pA:
    watched_.find(neuron);
    return numbers[watched_number + 1];
  case NeuronVariable::background_pA:
    watched_.find(neuron);
    return numbers[watched_number + 2];
  case NeuronVariable::refractory_steps:
    return std::max(0.0f, numbers[countdown_number] - 1.0f);
  }
  return 0.0f;
}

void GpuSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  if (neurons.size() != out.size())
    throw Error(
        fmt::format("Output buffer holds {1} values but {0} neurons were requested.", neurons.size(), out.size()),
        Error::Kind::usage);
  const std::vector<Numbers> numbers = numbers_of(neurons);
  for (std::size_t k = 0; k < neurons.size(); ++k)
    out[k] = value(variable, neurons[k], numbers[k]);
}

NeuronSample GpuSimulator::sample(std::uint32_t neuron) const {
  const Numbers numbers = numbers_of(std::span(&neuron, 1)).front();
  const CellConstants& cell = tables_->host->cell(neuron);
  const float countdown = numbers[countdown_number];
  NeuronSample sample;
  sample.v_mV = value(NeuronVariable::v_mV, neuron, numbers);
  sample.threshold_mV = cell.E_L_mV + cell.scale_mV;
  sample.synaptic_pA = value(NeuronVariable::synaptic_pA, neuron, numbers);
  sample.asc_pA = value(NeuronVariable::asc_pA, neuron, numbers);
  sample.refractory = countdown > 0.0f && countdown < static_cast<float>(cell.refractory_steps);
  return sample;
}

void GpuSimulator::save(SimulatorState& out) const {
  settle();
  out.dynamics = "basis4";
  out.step = now_;
  out.spikes.assign(spikes_.begin(), spikes_.begin() + tables_->max_delay());
  out.more.clear();
  run_->state.download().save(out, tables_->host->cells, tables_->host->network->neurons.model);
  out.watched.neurons = watched_ids();
  out.watched.psc.clear();
  out.watched.psc_rise.clear();
  const std::vector<float> all = run_->state.watched.download();
  for (std::size_t row = 0; row < out.watched.neurons.size() * watched_sources_count; ++row) {
    const auto rise = part(all, 2 * row, SynapseConstants::bases),
               current = part(all, 2 * row + 1, SynapseConstants::bases);
    out.watched.psc_rise.insert(out.watched.psc_rise.end(), rise.begin(), rise.end());
    out.watched.psc.insert(out.watched.psc.end(), current.begin(), current.end());
  }
}

void GpuSimulator::restore(const SimulatorState& state) {
  const auto remembered = static_cast<std::size_t>(tables_->max_delay());
  const auto& model = tables_->host->network->neurons.model;
  check_state(state, remembered, tables_->host->cells, model);
  NeuronState loaded(tables_->neurons());
  loaded.load(state, tables_->host->cells, model);
  settle();
  run_->state.upload(loaded);
  std::ranges::copy(state.spikes, spikes_.begin());
  std::for_each(spikes_.begin() + tables_->max_delay(), spikes_.end(), [](auto& ids) { ids.clear(); });
  const std::vector<std::uint32_t> ids = watched_ids();
  std::vector<float> watched(ids.size() * watched_numbers, 0.0f);
  constexpr std::size_t row = std::size_t{watched_sources_count} * SynapseConstants::bases;
  for (std::size_t place = 0; place < ids.size(); ++place) {
    const auto known = place_of(state.watched.neurons, ids[place]);
    if (!known)
      continue;
    const std::size_t from = *known * row;
    for (std::size_t k = 0; k < row; ++k) {
      const std::size_t source = k / SynapseConstants::bases, base = k % SynapseConstants::bases;
      const std::size_t to = place * watched_numbers + source * 2 * SynapseConstants::bases + base;
      watched[to] = state.watched.psc_rise[from + k];
      watched[to + SynapseConstants::bases] = state.watched.psc[from + k];
    }
  }
  run_->state.watched.upload(watched);
  run_->drop();
  now_ = state.step;
  run_->state.external.zero();
  deliver_older_spikes();
}

void GpuSimulator::reset() {
  settle();
  GpuState& state = run_->state;
  state.upload(NeuronState(tables_->neurons()));
  for (auto& ids : spikes_)
    ids.clear();
  state.planes.zero();
  state.external.zero();
  state.watched.zero();
  run_->drop();
  now_ = 0;
}

} // namespace striate
