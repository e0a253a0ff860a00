// SPDX-License-Identifier: Apache-2.0
#include "gpu/basis4/simulator.h"

#include "engine/simulation/basis4/fault.h"
#include "engine/simulation/basis4/view.h"
#include "engine/simulation/basis4/watched_sources.h"
#include "gpu/basis4/run.h"

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

/// The numbers of one neuron as a GatherTask gives them, see basis4_value().
template <typename WatchedNeurons>
struct GatheredNumbers {
  std::span<const float, GatherTask::numbers> numbers;
  const WatchedNeurons& watched;
  std::uint32_t neuron;

  float v() const { return numbers[v_number]; }
  float asc(std::size_t m) const { return numbers[asc_number + m]; }
  float current(std::size_t r) const { return numbers[current_number + r]; }
  std::int32_t countdown() const { return static_cast<std::int32_t>(numbers[countdown_number]); }
  float source_pA(NeuronVariable variable) const {
    watched.find(neuron); // throws when it is not followed
    return numbers[watched_number + static_cast<std::size_t>(WatchedSources::source_of(variable))];
  }
};

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
      history_(static_cast<std::size_t>(tables_->max_delay()) + basis4_fault_lag + 1, basis4_fault_lag + 1) {}

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

std::vector<GpuSimulator::Numbers> GpuSimulator::numbers_of(std::span<const std::uint32_t> neurons) const {
  check_neurons(neurons, *tables_->host->network);
  if (neurons.empty())
    return {};
  std::vector<Numbers> numbers(neurons.size());
  if (run_->recall(neurons, history_.now, numbers))
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

void GpuSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  check_places(neurons, out);
  const std::vector<Numbers> numbers = numbers_of(neurons);
  for (std::size_t k = 0; k < neurons.size(); ++k)
    out[k] = basis4_value(variable, tables_->host->cell(neurons[k]),
                          GatheredNumbers<WatchedList<Watched>>{numbers[k], watched_, neurons[k]});
}

NeuronSample GpuSimulator::sample(std::uint32_t neuron) const {
  const Numbers numbers = numbers_of(std::span(&neuron, 1)).front();
  return basis4_sample(tables_->host->cell(neuron), GatheredNumbers<WatchedList<Watched>>{numbers, watched_, neuron});
}

void GpuSimulator::save(SimulatorState& out) const {
  settle();
  out.dynamics = "basis4";
  out.step = history_.now;
  out.spikes.assign(history_.spikes.begin(), history_.spikes.begin() + tables_->max_delay());
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
  history_.load_spikes(state.spikes);
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
  history_.now = state.step;
  run_->state.external.zero();
  deliver_older_spikes();
}

void GpuSimulator::reset() {
  settle();
  GpuState& state = run_->state;
  state.upload(NeuronState(tables_->neurons()));
  history_.clear_spikes();
  state.planes.zero();
  state.external.zero();
  state.watched.zero();
  run_->drop();
  history_.now = 0;
}

} // namespace striate
