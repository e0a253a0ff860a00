#include "gpu/cuda_simulator.h"

#include "engine/core/errors.h"
#include "engine/simulation/fault_report.h"
#include "engine/simulation/neuron_update.h"
#include "engine/simulation/step_input_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace striate {

namespace {

constexpr int recurrent_slots = SynapseConstants::slots - 1;
constexpr std::size_t watched_numbers = std::size_t{watched_sources_count} * 2 * SynapseConstants::bases;
constexpr std::uint32_t bits_per_word = 32;
/// Places in the answer of a GatherTask.
enum Number { v_number, asc_number, rise_number = 3, current_number = 7, countdown_number = 11 };

/// How often one LGN unit may be in a step's list: events given twice are delivered twice.
constexpr std::size_t most_lgn_repeats = 2;

template <typename T>
DeviceArray<T> uploaded(const std::shared_ptr<Device>& device, const std::vector<T>& values) {
  return {device, std::span(values)};
}

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

CudaSimulator::CudaSimulator(std::shared_ptr<Device> device, std::shared_ptr<const Network> network,
                             const ModelTables& tables, const SimulatorOptions& options)
    : tables_(device, std::move(network), tables), name_(device->info().name), options_(options),
      background_counts_(options.seed, options.trial, tables_.host->background_rows.source_count,
                         options.background_rate_Hz),
      v_(device, tables_.neurons()), countdown_(device, tables_.neurons()),
      planes_(device, std::size_t{recurrent_slots} * static_cast<std::size_t>(tables_.max_delay()) * tables_.neurons()),
      external_(device, tables_.neurons()),
      fired_bits_(device, (tables_.neurons() + bits_per_word - 1) / bits_per_word), fired_(device, tables_.neurons()),
      fired_count_(device, 1), wild_(device, 1),
      lgn_queue_(device, most_lgn_repeats * tables_.host->network->lgn.source_count), lgn_count_(device, 1),
      counts_(device, tables_.host->background_rows.source_count), inputs_(fault_lag + 1) {
  for (auto& one : asc_)
    one = DeviceArray<float>(device, tables_.neurons());
  for (auto* bases : {&rise_, &current_})
    for (auto& one : *bases)
      one = DeviceArray<float>(device, tables_.neurons());
  spikes_.resize(static_cast<std::size_t>(tables_.max_delay()) + fault_lag + 1);
}

std::span<const std::uint32_t> CudaSimulator::step(const StepInput& input) {
  take_input(input);
  const std::uint32_t none = tables_.neurons();
  wild_.upload(std::span(&none, 1));
  fired_count_.zero();
  fired_bits_.zero();
  deliver_lgn();
  tables_.device->update(update_task());
  deliver_recurrent(now_, 1);
  collect_fired();
  ++now_;
  check_numbers();
  return spikes_.front();
}

void CudaSimulator::take_input(const StepInput& input) {
  check_step_input(input, now_, *tables_.host->network, tables_.host->background_rows.source_count);
  if (input.lgn_spikes.size() > lgn_queue_.size())
    throw Error(fmt::format("{} LGN spikes were given for step {}; a graphics card takes at most {} a step.",
                            input.lgn_spikes.size(), now_, lgn_queue_.size()));
  std::rotate(inputs_.begin(), inputs_.end() - 1, inputs_.end());
  Inputs& newest = inputs_.front();
  newest.lgn.assign(input.lgn_spikes.begin(), input.lgn_spikes.end());
  if (input.background_spikes) {
    newest.background_counts.assign(counts_.size(), 0);
    for (const std::uint32_t source : *input.background_spikes)
      ++newest.background_counts[source];
  } else {
    const auto drawn = background_counts_.draw(now_);
    newest.background_counts.assign(drawn.begin(), drawn.end());
  }
  counts_.upload(newest.background_counts);
}

void CudaSimulator::deliver_lgn() {
  const std::vector<std::uint32_t>& units = inputs_.front().lgn;
  const auto count = static_cast<std::uint32_t>(units.size());
  if (count == 0)
    return;
  lgn_queue_.upload(units);
  lgn_count_.upload(std::span(&count, 1));
  tables_.device->deliver({.projection = tables_.lgn.arrays(),
                           .sources = lgn_queue_.data(),
                           .source_count = lgn_count_.data(),
                           .most_sources = count,
                           .emitted = now_,
                           .neurons = tables_.neurons(),
                           .planes_per_step = 1,
                           .first_slot = recurrent_slots,
                           .planes = external_.data(),
                           .wild = wild_.data()});
}

/// What stands in the queue, to the steps it arrives in.
void CudaSimulator::deliver_recurrent(std::int64_t emitted, int min_delay) {
  if (tables_.host->network->recurrent.source_count == 0)
    return;
  tables_.device->deliver({.projection = tables_.recurrent.arrays(),
                           .sources = fired_.data(),
                           .source_count = fired_count_.data(),
                           .most_sources = tables_.neurons(),
                           .factors = outgoing_.data(),
                           .emitted = emitted,
                           .min_delay = min_delay,
                           .depth = tables_.max_delay(),
                           .neurons = tables_.neurons(),
                           .planes_per_step = recurrent_slots,
                           .planes = planes_.data(),
                           .wild = wild_.data()});
}

UpdateTask CudaSimulator::update_task() const {
  UpdateTask task;
  task.neurons = tables_.neurons();
  task.cells = tables_.cells.data();
  task.model = tables_.model.data();
  task.synapses = tables_.synapses.data();
  task.clamp_above = clamp_threshold(options_.hard_reset);
  task.recurrent =
      planes_.data() + static_cast<std::size_t>(now_ % tables_.max_delay()) * recurrent_slots * task.neurons;
  task.external = external_.data();
  task.background_row = tables_.background_row.data();
  task.background_source = tables_.background_source.data();
  task.background_weight = tables_.background_weight.data();
  task.background_counts = counts_.data();
  task.incoming = incoming_.data();
  task.added_pA = added_pA_.data();
  task.held = held_.data();
  task.v = v_.data();
  for (std::size_t i = 0; i < asc_.size(); ++i)
    task.asc[i] = asc_[i].data();
  for (std::size_t r = 0; r < rise_.size(); ++r) {
    task.rise[r] = rise_[r].data();
    task.current[r] = current_[r].data();
  }
  task.countdown = countdown_.data();
  task.watched_index = watched_index_.data();
  task.watched = watched_state_.data();
  task.fired_bits = fired_bits_.data();
  task.fired = fired_.data();
  task.fired_count = fired_count_.data();
  task.wild = wild_.data();
  return task;
}

/// The card's queue is in any order; the bits give the ids in theirs.
void CudaSimulator::collect_fired() {
  std::rotate(spikes_.begin(), spikes_.end() - 1, spikes_.end());
  std::vector<std::uint32_t>& newest = spikes_.front();
  newest.clear();
  const std::vector<std::uint32_t> words = fired_bits_.download();
  for (std::uint32_t word = 0; word < words.size(); ++word)
    for (std::uint32_t bits = words[word]; bits != 0; bits &= bits - 1)
      newest.push_back(word * bits_per_word + static_cast<std::uint32_t>(std::countr_zero(bits)));
}

void CudaSimulator::check_numbers() {
  const std::uint32_t wild = wild_.download().front();
  if (wild == tables_.neurons())
    return;
  FaultScene scene;
  scene.neuron = wild;
  scene.step = now_ - 1;
  scene.arrival = scene.step - static_cast<std::int64_t>(fault_lag);
  scene.spikes = std::span(spikes_).subspan(fault_lag + 1);
  scene.lgn_spikes = inputs_.back().lgn;
  scene.background_counts = inputs_.back().background_counts;
  scene.perturbation = &perturbation_;
  throw Error(describe_fault(scene, *tables_.host, *tables_.host->network->tables, host_state()), Error::Kind::numbers);
}

void CudaSimulator::perturb(const Perturbation& perturbation) {
  check_perturbation(perturbation, tables_.neurons());
  const auto& device = tables_.device;
  perturbation_ = perturbation;
  outgoing_ = uploaded(device, perturbation.outgoing);
  incoming_ = uploaded(device, perturbation.incoming);
  const bool membranes = !perturbation.added_pA.empty() || !perturbation.silenced.empty();
  std::vector<float> added(membranes ? tables_.neurons() : 0, 0.0f);
  std::vector<std::int32_t> held(added.size(), 0);
  std::copy(perturbation.added_pA.begin(), perturbation.added_pA.end(), added.begin());
  std::transform(perturbation.silenced.begin(), perturbation.silenced.end(), held.begin(),
                 [](std::uint8_t silenced) { return silenced != 0 ? 1 : 0; });
  added_pA_ = uploaded(device, added);
  held_ = uploaded(device, held);
  deliver_older_spikes();
}

/// All that has not arrived yet, anew: with other factors, or after a state was restored.
void CudaSimulator::deliver_older_spikes() {
  planes_.zero();
  for (std::size_t d = 0; d < static_cast<std::size_t>(tables_.max_delay()); ++d) {
    const auto count = static_cast<std::uint32_t>(spikes_[d].size());
    if (count == 0)
      continue;
    fired_.upload(spikes_[d]);
    fired_count_.upload(std::span(&count, 1));
    deliver_recurrent(now_ - 1 - static_cast<std::int64_t>(d), static_cast<int>(d) + 1);
  }
}

void CudaSimulator::watch_sources(std::span<const std::uint32_t> neurons) {
  const std::vector<std::uint32_t> old_ids = watched_ids();
  const std::uint32_t whole[] = {0, tables_.neurons()};
  watched_.watch(neurons, whole, *tables_.host->network);
  const std::vector<std::uint32_t> ids = watched_ids();
  const std::vector<float> before = watched_state_.download();
  std::vector<float> state(ids.size() * watched_numbers, 0.0f);
  std::vector<std::int32_t> index(ids.empty() ? 0 : tables_.neurons(), -1);
  for (std::size_t place = 0; place < ids.size(); ++place) {
    if (const auto known = place_of(old_ids, ids[place]))
      std::ranges::copy(part(before, *known, watched_numbers),
                        state.begin() + static_cast<std::ptrdiff_t>(place * watched_numbers));
    index[ids[place]] = static_cast<std::int32_t>(place);
  }
  watched_index_ = uploaded(tables_.device, index);
  watched_state_ = uploaded(tables_.device, state);
}

std::vector<std::uint32_t> CudaSimulator::watched_ids() const {
  std::vector<std::uint32_t> ids;
  for (const Watched& one : watched_.all())
    ids.push_back(one.neuron);
  return ids;
}

std::vector<CudaSimulator::Numbers> CudaSimulator::numbers_of(std::span<const std::uint32_t> neurons) const {
  for (const std::uint32_t neuron : neurons)
    if (neuron >= tables_.neurons())
      throw Error(fmt::format("Neuron {} was asked for; the network \"{}\" has {}.", neuron,
                              tables_.host->network->name, tables_.neurons()),
                  Error::Kind::usage);
  if (neurons.empty())
    return {};
  const DeviceArray<std::uint32_t> ids(tables_.device, neurons);
  const DeviceArray<float> out(tables_.device, neurons.size() * GatherTask::numbers);
  tables_.device->gather({ids.data(), static_cast<std::uint32_t>(neurons.size()), update_task(), out.data()});
  const std::vector<float> flat = out.download();
  std::vector<Numbers> numbers(neurons.size());
  for (std::size_t k = 0; k < numbers.size(); ++k)
    std::ranges::copy(part(flat, k, GatherTask::numbers), numbers[k].begin());
  return numbers;
}

float CudaSimulator::watched_pA(std::uint32_t neuron, int source) const {
  const auto known = static_cast<std::size_t>(&watched_.find(neuron) - watched_.all().data());
  const std::vector<float> all = watched_state_.download();
  const std::size_t place = known * watched_sources_count + static_cast<std::size_t>(source);
  const auto current = part(all, 2 * place + 1, SynapseConstants::bases);
  return (current[0] + current[1]) + (current[2] + current[3]);
}

float CudaSimulator::value(NeuronVariable variable, std::uint32_t neuron, const Numbers& numbers) const {
  const CellConstants& cell = tables_.host->cell(neuron);
  switch (variable) {
  case NeuronVariable::v_mV:
    return cell.E_L_mV + cell.scale_mV * numbers[v_number];
  case NeuronVariable::asc_pA:
    return numbers[asc_number] + numbers[asc_number + 1];
  case NeuronVariable::synaptic_pA:
    return (numbers[current_number] + numbers[current_number + 1]) +
           (numbers[current_number + 2] + numbers[current_number + 3]);
  case NeuronVariable::recurrent_pA:
    return watched_pA(neuron, 0);
  case NeuronVariable::lgn_pA:
    return watched_pA(neuron, 1);
  case NeuronVariable::background_pA:
    return watched_pA(neuron, 2);
  case NeuronVariable::refractory_steps:
    return std::max(0.0f, numbers[countdown_number] - 1.0f);
  }
  return 0.0f;
}

void CudaSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  if (neurons.size() != out.size())
    throw Error(fmt::format("{} neurons were to be read into {} places.", neurons.size(), out.size()),
                Error::Kind::usage);
  const std::vector<Numbers> numbers = numbers_of(neurons);
  for (std::size_t k = 0; k < neurons.size(); ++k)
    out[k] = value(variable, neurons[k], numbers[k]);
}

NeuronSample CudaSimulator::sample(std::uint32_t neuron) const {
  const Numbers numbers = numbers_of(std::span(&neuron, 1)).front();
  const CellConstants& cell = tables_.host->cell(neuron);
  const float countdown = numbers[countdown_number];
  NeuronSample sample;
  sample.v_mV = value(NeuronVariable::v_mV, neuron, numbers);
  sample.threshold_mV = cell.E_L_mV + cell.scale_mV;
  sample.synaptic_pA = value(NeuronVariable::synaptic_pA, neuron, numbers);
  sample.asc_pA = value(NeuronVariable::asc_pA, neuron, numbers);
  sample.refractory = countdown > 0.0f && countdown < static_cast<float>(cell.refractory_steps);
  return sample;
}

NeuronState CudaSimulator::host_state() const {
  NeuronState state(tables_.neurons());
  const auto take = [](const auto& from, auto& to) {
    const auto values = from.download();
    to.assign(values.begin(), values.end());
  };
  take(v_, state.v);
  take(countdown_, state.countdown);
  for (std::size_t i = 0; i < asc_.size(); ++i)
    take(asc_[i], state.asc[i]);
  for (std::size_t r = 0; r < rise_.size(); ++r) {
    take(rise_[r], state.rise[r]);
    take(current_[r], state.current[r]);
  }
  return state;
}

void CudaSimulator::load(const NeuronState& state) {
  v_.upload(state.v);
  countdown_.upload(state.countdown);
  for (std::size_t i = 0; i < asc_.size(); ++i)
    asc_[i].upload(state.asc[i]);
  for (std::size_t r = 0; r < rise_.size(); ++r) {
    rise_[r].upload(state.rise[r]);
    current_[r].upload(state.current[r]);
  }
}

void CudaSimulator::save(SimulatorState& out) const {
  out.dynamics = "basis4";
  out.step = now_;
  out.spikes.assign(spikes_.begin(), spikes_.begin() + tables_.max_delay());
  out.more.clear();
  host_state().save(out, tables_.host->cells, tables_.host->network->neurons.model);
  out.watched.neurons = watched_ids();
  out.watched.psc.clear();
  out.watched.psc_rise.clear();
  const std::vector<float> all = watched_state_.download();
  for (std::size_t row = 0; row < out.watched.neurons.size() * watched_sources_count; ++row) {
    const auto rise = part(all, 2 * row, SynapseConstants::bases),
               current = part(all, 2 * row + 1, SynapseConstants::bases);
    out.watched.psc_rise.insert(out.watched.psc_rise.end(), rise.begin(), rise.end());
    out.watched.psc.insert(out.watched.psc.end(), current.begin(), current.end());
  }
}

void CudaSimulator::restore(const SimulatorState& state) {
  const auto remembered = static_cast<std::size_t>(tables_.max_delay());
  const auto& model = tables_.host->network->neurons.model;
  check_state(state, remembered, tables_.host->cells, model);
  NeuronState loaded(tables_.neurons());
  loaded.load(state, tables_.host->cells, model);
  load(loaded);
  std::ranges::copy(state.spikes, spikes_.begin());
  std::for_each(spikes_.begin() + tables_.max_delay(), spikes_.end(), [](auto& ids) { ids.clear(); });
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
  watched_state_.upload(watched);
  now_ = state.step;
  external_.zero();
  deliver_older_spikes();
}

void CudaSimulator::reset() {
  load(NeuronState(tables_.neurons()));
  for (auto& ids : spikes_)
    ids.clear();
  planes_.zero();
  external_.zero();
  watched_state_.zero();
  now_ = 0;
}

} // namespace striate
