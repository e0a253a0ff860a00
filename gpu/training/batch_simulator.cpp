// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/batch_simulator.h"

#include "engine/simulation/state.h"
#include "gpu/device/bits.h"
#include "gpu/training/device.h"

#include <algorithm>

namespace striate {

namespace {

/// rho + z n_ref, see engine/kernels/neuron_update.h.
std::vector<float> countdown_of(const SimulatorState& state, const GpuTrainingTables& tables) {
  std::vector<float> countdown(state.refractory.begin(), state.refractory.end());
  for (const std::uint32_t id : state.spikes.front())
    countdown[id] = static_cast<float>(tables.host_cells[tables.network->neurons.model[id]].refractory_steps);
  return countdown;
}

} // namespace

GpuBatch::GpuBatch(const GpuTrainingTables& tables, std::uint32_t trials, int steps, TapePrecision precision)
    : tables_(tables), room_(trials), trials_(trials), steps_(steps), precision_(precision),
      state_(tables.device, numbers_of_state()),
      planes_(tables.device, std::size_t{SynapseConstants::slots} * tables.neurons() * trials),
      fired_(tables.device, rows() * tables.neurons()),
      lgn_(tables.device, static_cast<std::size_t>(steps) * tables.network->lgn.source_count),
      counts_(tables.device, static_cast<std::size_t>(steps) * tables.network->background.source_count * trials),
      fired_here_(tables.device, fired_.size()) {}

std::size_t GpuBatch::bytes(const GpuTrainingTables& tables, std::uint32_t trials, int steps) {
  const std::size_t of_state = std::size_t{BatchState::planes} * sizeof(float);
  const std::size_t of_planes = std::size_t{SynapseConstants::slots} * sizeof(FixedWeight);
  const auto all_steps = static_cast<std::size_t>(steps + tables.max_delay);
  const std::size_t words = std::size_t{tables.neurons()} + tables.network->lgn.source_count +
                            std::size_t{tables.network->background.source_count} * trials;
  // Twice the state: once more by trial while it is loaded or saved.
  return std::size_t{tables.neurons()} * trials * (2 * of_state + of_planes) +
         all_steps * words * sizeof(std::uint32_t);
}

std::size_t GpuBatch::step_bytes(std::uint32_t neurons, std::uint32_t trials, TapePrecision precision) {
  const std::size_t number = precision == TapePrecision::single ? sizeof(float) : sizeof(std::uint16_t);
  return std::size_t{neurons} * (trials * number + sizeof(std::uint32_t));
}

void GpuBatch::load(std::span<const Trial> batch, std::span<const SpikeTrains> fired, ThreadPool& pool) {
  trials_ = static_cast<std::uint32_t>(batch.size());
  planes_.zero();
  load_states(batch);
  load_spikes(batch, fired);
  load_inputs(batch, pool);
}

/// Trials that begin in the same state share one transfer.
void GpuBatch::load_states(std::span<const Trial> batch) {
  std::vector<const SimulatorState*> states;
  std::vector<std::uint32_t> row;
  for (const Trial& trial : batch) {
    const auto found = std::find(states.begin(), states.end(), trial.initial.get());
    row.push_back(static_cast<std::uint32_t>(found - states.begin()));
    if (found == states.end())
      states.push_back(trial.initial.get());
  }
  const std::size_t numbers = std::size_t{BatchState::planes} * tables_.neurons();
  DeviceArray<float> by_state(tables_.device, numbers * states.size());
  for (std::size_t k = 0; k < states.size(); ++k) {
    check_state(*states[k], static_cast<std::size_t>(tables_.max_delay), tables_.host_cells,
                tables_.network->neurons.model);
    float* to = by_state.data() + k * numbers;
    const std::vector<float> countdown = countdown_of(*states[k], tables_);
    for (const auto* part : {&states[k]->v, &states[k]->asc, &states[k]->psc, &states[k]->psc_rise, &countdown}) {
      tables_.device->upload(to, part->data(), part->size() * sizeof(float));
      to += part->size();
    }
  }
  const DeviceArray<std::uint32_t> rows(tables_.device, std::span<const std::uint32_t>(row));
  tables_.device->training().transpose(
      {by_state.data(), rows.data(), state_.data(), BatchState::planes, tables_.neurons(), trials_, false});
}

void GpuBatch::load_spikes(std::span<const Trial> batch, std::span<const SpikeTrains> fired) {
  fired_.zero();
  const std::size_t n = tables_.neurons();
  const int steps = fired.empty() ? 0 : steps_;
  const SpikeTrains none;
  std::vector<std::uint32_t> words(static_cast<std::size_t>(steps + tables_.max_delay) * n);
  for (std::size_t trial = 0; trial < batch.size(); ++trial)
    for (int step = -first_row(); step <= steps; ++step)
      for (const std::uint32_t id : spikes_at(batch[trial], fired.empty() ? none : fired[trial], step))
        words[static_cast<std::size_t>(step + first_row()) * n + id] |= 1u << trial;
  fired_.upload(words);
}

void GpuBatch::load_inputs(std::span<const Trial> batch, ThreadPool& pool) {
  const std::size_t units = tables_.network->lgn.source_count;
  const std::size_t sources = tables_.network->background.source_count;
  std::vector<std::uint32_t> words(static_cast<std::size_t>(steps_) * units);
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(steps_) * sources * batch.size());
  pool.for_blocks(static_cast<std::size_t>(steps_), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t step = begin; step < end; ++step)
      for (std::size_t trial = 0; trial < batch.size(); ++trial) {
        for (const std::uint32_t unit : batch[trial].lgn[step])
          words[step * units + unit] |= 1u << trial;
        for (std::size_t source = 0; source < sources; ++source)
          counts[(step * sources + source) * batch.size() + trial] = batch[trial].background[step * sources + source];
      }
  });
  lgn_.upload(words);
  counts_.upload(counts);
}

void GpuBatch::open_tape(int first, int last) {
  tape_first_ = first;
  const std::size_t words = static_cast<std::size_t>(last - first + 1) * tables_.neurons();
  closed_.make_room(tables_.device, words);
  if (precision_ == TapePrecision::single)
    single_.make_room(tables_.device, words * room_);
  else
    half_.make_room(tables_.device, words * room_);
  tables_.device->zero(closed_.data(), words * sizeof(std::uint32_t));
}

std::uint32_t* GpuBatch::fired(int step) const {
  const int row = step + first_row();
  return row < 0 ? nullptr : fired_.data() + static_cast<std::size_t>(row) * tables_.neurons();
}

const std::uint32_t* GpuBatch::lgn(int step) const {
  if (step < 1 || step > steps_)
    return nullptr;
  return lgn_.data() + static_cast<std::size_t>(step - 1) * tables_.network->lgn.source_count;
}

const std::uint32_t* GpuBatch::background_counts(int step) const {
  if (step < 1 || step > steps_)
    return nullptr;
  return counts_.data() + static_cast<std::size_t>(step - 1) * tables_.network->background.source_count * trials_;
}

TapeRow GpuBatch::v(int step) const {
  const std::size_t first = tape_row(step) * tables_.neurons() * trials_;
  if (precision_ == TapePrecision::single)
    return {single_.data() + first, nullptr};
  return {nullptr, half_.data() + first};
}

std::uint32_t* GpuBatch::closed(int step) const {
  return closed_.data() + tape_row(step) * tables_.neurons();
}

std::vector<SpikeTrains> GpuBatch::spikes(ThreadPool& pool) {
  const std::size_t n = tables_.neurons();
  fired_here_.begin_download(fired_, fired_.size());
  tables_.device->wait();
  const auto words = fired_here_.values().subspan(static_cast<std::size_t>(tables_.max_delay) * n);
  std::vector<std::vector<std::vector<std::uint32_t>>> of_step(static_cast<std::size_t>(steps_));
  pool.for_blocks(of_step.size(), 4, [&](std::size_t begin, std::size_t end) {
    for (std::size_t step = begin; step < end; ++step) {
      of_step[step].resize(trials_);
      for (std::uint32_t i = 0; i < n; ++i)
        for (std::uint32_t left = words[step * n + i]; left != 0; left &= left - 1)
          of_step[step][lowest_bit(left)].push_back(i);
    }
  });
  std::vector<SpikeTrains> trains(trials_);
  pool.for_blocks(trials_, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t trial = begin; trial < end; ++trial)
      for (const auto& fired : of_step) {
        trains[trial].append(fired[trial]);
        trains[trial].close_step();
      }
  });
  return trains;
}

std::vector<SimulatorState> GpuBatch::save() const {
  const std::size_t n = tables_.neurons();
  const DeviceArray<float> by_trial(tables_.device, numbers_of_state());
  tables_.device->training().transpose(
      {by_trial.data(), nullptr, state_.data(), BatchState::planes, tables_.neurons(), trials_, true});
  const std::vector<float> numbers = by_trial.download();
  std::vector<SimulatorState> states(trials_);
  for (std::size_t trial = 0; trial < trials_; ++trial) {
    SimulatorState& state = states[trial];
    const auto part = [&](std::size_t plane, std::size_t planes) {
      const auto begin = numbers.begin() + static_cast<std::ptrdiff_t>((trial * BatchState::planes + plane) * n);
      return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(planes * n));
    };
    state.v = part(BatchState::v, 1);
    state.asc = part(BatchState::asc, 2);
    state.psc = part(BatchState::current, 4);
    state.psc_rise = part(BatchState::rise, 4);
    const std::vector<float> countdown = part(BatchState::countdown, 1);
    for (std::size_t i = 0; i < n; ++i) {
      const auto steps = static_cast<std::int32_t>(countdown[i]);
      const bool fired = steps == tables_.host_cells[tables_.network->neurons.model[i]].refractory_steps;
      state.refractory.push_back(fired ? std::int16_t{0} : static_cast<std::int16_t>(steps));
    }
    state.spikes.resize(static_cast<std::size_t>(tables_.max_delay));
  }
  return states;
}

} // namespace striate
