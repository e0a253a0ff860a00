// SPDX-License-Identifier: Apache-2.0
// How a GpuSimulator computes stretches of steps on the GPU.
#include "engine/core/errors.h"
#include "engine/kernels/neuron_update.h"
#include "engine/lgn/lgn_currents.h"
#include "engine/simulation/basis4/fault.h"
#include "engine/simulation/step_input_check.h"
#include "gpu/basis4/run.h"
#include "gpu/device/id_bits.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace striate {

namespace {

/// How often one LGN unit may be in a step's list: events given twice are delivered twice.
constexpr std::size_t most_lgn_repeats = 2;

} // namespace

GpuSimulator::Run::Run(const std::shared_ptr<Device>& device, const GpuTables& tables)
    : state(device, tables.neurons(), tables.max_delay()), layout{words_for(tables.neurons()),
                                                                  words_for(tables.host->network->lgn.source_count)},
      marks(device, most_steps * layout.row()), queue(device, tables.recurrent.chunks.size()),
      lgn_queue_size(most_lgn_repeats * tables.lgn.chunks.size()), lgn_queues(device, 2 * lgn_queue_size),
      lgn_amounts(device, std::size_t{2} * tables.host->network->lgn.source_count), given_count(device, 1),
      background(device, std::size_t{most_steps} * tables.host->background_sources()), clock(device, 1),
      rates_Hz(device, std::size_t{most_steps} * tables.host->network->lgn.source_count),
      host_marks(device, marks.size()) {}

GpuSimulator::~GpuSimulator() = default;

int GpuSimulator::ready() const {
  return run_->ready();
}

// One step whose LGN spikes are given.
std::span<const std::uint32_t> GpuSimulator::step(const StepInput& input) {
  check_step_input(input, history_.now, *tables_->host->network, tables_->host->background_sources());
  settle();
  Run& run = *run_;
  const std::vector<std::uint32_t> chunks = tables_->lgn.chunks_of(input.lgn_spikes);
  if (chunks.size() > run.lgn_queue_size)
    throw Error(
        fmt::format("{} LGN spikes were given for step {}; the GPU accepts each unit at most {} times per step.",
                    input.lgn_spikes.size(), history_.now, most_lgn_repeats));
  run.drawn.clear();
  if (input.background_spikes) {
    run.drawn.assign(tables_->host->background_sources(), 0.0f);
    for (const std::uint32_t source : *input.background_spikes)
      run.drawn[source] += 1.0f;
  } else {
    draw_background(1);
  }
  run.lgn_queues.upload(chunks);
  const auto count = static_cast<std::uint32_t>(chunks.size());
  run.given_count.upload(std::span(&count, 1));
  run.sees = false;
  run.as_currents = !input.lgn_amounts.empty();
  if (run.as_currents) {
    std::vector<float> amounts(tables_->host->network->lgn.source_count);
    for (std::size_t k = 0; k < input.lgn_spikes.size(); ++k)
      amounts[input.lgn_spikes[k]] = input.lgn_amounts[k];
    run.lgn_amounts.upload(amounts);
  }
  begin(1);
  run.handed_lgn.assign(input.lgn_spikes.begin(), input.lgn_spikes.end());
  run.handed_amounts.assign(input.lgn_amounts.begin(), input.lgn_amounts.end());
  hand_out();
  return history_.spikes.front();
}

void GpuSimulator::see(const LgnUnits& units, LgnGeometry geometry) {
  see(std::make_shared<const GpuFilters>(device_, units, geometry));
}

void GpuSimulator::see(std::shared_ptr<const GpuFilters> filters) {
  const std::uint32_t sources = tables_->host->network->lgn.source_count;
  if (filters->bank.units() != sources)
    throw Error(fmt::format("The network has {} LGN units, but synapses of {}; it is damaged or incomplete.",
                            filters->bank.units(), sources));
  settle();
  Run& run = *run_;
  run.lgn.emplace(device_, std::move(filters));
  run.host_rates_Hz = PinnedArray<float>(device_, run.rates_Hz.size());
  run.sequences.clear();
}

std::unique_ptr<Simulator> GpuSimulator::sibling(std::uint32_t trial) const {
  SimulatorOptions options = options_;
  options.trial = trial;
  auto other = std::make_unique<GpuSimulator>(device_->sibling(), tables_, options);
  if (run_->lgn)
    other->see(run_->lgn->filters());
  return other;
}

void GpuSimulator::begin_trial(std::uint32_t trial) {
  reset();
  options_.trial = trial;
  background_counts_ = make_background();
  run_->lgn->reset();
}

void GpuSimulator::compute(const Scene& scene, int most_ms) {
  settle();
  Run& run = *run_;
  observe();
  const std::size_t per_step = run.observed.size() * GatherTask::numbers;
  const auto most = static_cast<int>(Run::most_observed_numbers / std::max<std::size_t>(per_step, 1));
  const int steps = std::clamp(std::min(most_ms, run.next_length), 1, std::clamp(most, 1, Run::most_steps));
  run.next_length = std::min(2 * run.next_length, Run::most_steps);
  run.lgn->plan(scene, history_.now, steps);
  run.drawn.clear();
  draw_background(steps);
  run.sees = true;
  run.as_currents = options_.lgn_as_current;
  begin(steps);
}

BackgroundCounts GpuSimulator::make_background() const {
  return {options_.seed, options_.trial, tables_->host->background_sources(), options_.background_rate_Hz,
          options_.background_as_current};
}

void GpuSimulator::draw_background(int steps) {
  for (int k = 0; k < steps; ++k) {
    const auto drawn = background_counts_.amounts(history_.now + k);
    run_->drawn.insert(run_->drawn.end(), drawn.begin(), drawn.end());
  }
}

/// Starts a stretch whose inputs are there, and the way of its results to the host.
void GpuSimulator::begin(int steps) {
  Run& run = *run_;
  set_clock(history_.now);
  run.background.upload(run.drawn);
  if (run.sees) {
    run.kept.assign(run.state);
    run.lgn->keep();
  }
  launch(steps);
  run.host_marks.begin_download(run.marks, static_cast<std::size_t>(steps) * run.layout.row());
  if (run.sees)
    run.host_rates_Hz.begin_download(run.rates_Hz, static_cast<std::size_t>(steps) * run.lgn->bank().units());
  run.host_numbers.begin_download(run.numbers,
                                  static_cast<std::size_t>(steps) * run.observed.size() * GatherTask::numbers);
  run.arrived = false;
  run.gauge.begin();
  run.computed = steps;
  run.handed = 0;
}

/// The steps of a stretch, as one recorded sequence where that pays.
void GpuSimulator::launch(int steps) {
  Run& run = *run_;
  if (!run.sees) {
    launch_all(steps);
    return;
  }
  if (run.sequences_layout != run.lgn->layout())
    run.sequences.clear();
  run.sequences_layout = run.lgn->layout();
  auto& sequence = run.sequences[steps];
  if (!sequence)
    sequence = device_->record([this, steps] { launch_all(steps); });
  sequence->run();
}

void GpuSimulator::launch_all(int steps) const {
  run_->marks.zero();
  if (run_->sees)
    device_->between(between_task(-2, steps));
  device_->between(between_task(-1, steps));
  for (int step = 0; step < steps; ++step) {
    device_->update(update_task(step));
    device_->between(between_task(step, steps));
  }
}

void GpuSimulator::set_clock(std::int64_t first) {
  const StretchClock clock{first, static_cast<std::int32_t>(first % tables_->max_delay()), options_.trial};
  run_->clock.upload(std::span(&clock, 1));
}

/// All that has not arrived yet, anew: with other factors, or after a state was restored.
void GpuSimulator::deliver_older_spikes() {
  Run& run = *run_;
  run.state.planes.zero();
  set_clock(history_.now);
  for (std::size_t d = 0; d < static_cast<std::size_t>(tables_->max_delay()); ++d) {
    if (history_.spikes[d].empty() || tables_->recurrent.host_row_chunk.empty())
      continue;
    const std::vector<std::uint32_t> chunks = tables_->recurrent.chunks_of(history_.spikes[d]);
    const auto count = static_cast<std::uint32_t>(chunks.size());
    run.queue.upload(chunks);
    run.given_count.upload(std::span(&count, 1));
    BetweenTask task;
    task.delivers_recurrent = true;
    task.recurrent = recurrent_task(-1 - static_cast<int>(d), static_cast<int>(d) + 1);
    device_->between(task);
  }
}

RunAhead::Millisecond GpuSimulator::next() {
  Run& run = *run_;
  const int step = run.handed;
  run.arrive(*device_);
  const std::size_t units = run.lgn->bank().units();
  const auto rates_Hz = run.host_rates_Hz.values().subspan(static_cast<std::size_t>(step) * units, units);
  collect_ids(run.marked(step, run.layout.unit_bits(), run.layout.unit_words), run.handed_lgn);
  run.handed_amounts.clear();
  if (!run.as_currents) {
    hand_out();
    return {history_.spikes.front(), run.handed_lgn, rates_Hz};
  }
  lgn_currents(rates_Hz, 1, run.handed_lgn, run.handed_amounts);
  hand_out();
  return {history_.spikes.front(), {}, rates_Hz};
}

/// The next step of the stretch happens for the host, too.
void GpuSimulator::hand_out() {
  Run& run = *run_;
  const int step = run.handed++;
  run.arrive(*device_);
  collect_ids(run.marked(step, 0, run.layout.neuron_words), history_.add_spikes());
  const std::size_t sources = tables_->host->background_sources();
  const auto background = std::span(run.drawn).subspan(static_cast<std::size_t>(step) * sources, sources);
  StepRecord& input = history_.add_input();
  input.lgn = run.handed_lgn;
  input.lgn_amounts = run.handed_amounts;
  input.background.assign(background.begin(), background.end());
  ++history_.now;
  check_numbers(step);
}

void GpuSimulator::check_numbers(int step) {
  const std::uint32_t wild = run_->marked(step, run_->layout.wild(), 1).front();
  if (wild == 0)
    return;
  settle();
  throw basis4_fault(tables_->neurons() - wild, history_, *tables_->host, perturbation_, run_->state.download());
}

/// Takes the GPU back to the latest step that was handed out: to the beginning of the stretch, and from there the same
/// way again.
void GpuSimulator::settle() const {
  Run& run = *run_;
  if (run.ready() == 0)
    return;
  run.state.assign(run.kept);
  run.lgn->go_back();
  launch_all(run.handed);
  run.next_length = Run::shortest;
  run.computed = run.handed;
}

// Neurons that somebody asks for step by step are gathered on the GPU in every step, or each question would take the
// GPU back. They are let go when nobody has asked for a while.
void GpuSimulator::observe() {
  Run& run = *run_;
  std::vector<std::uint32_t> ids;
  std::vector<std::int64_t> asked;
  for (std::size_t i = 0; i < run.observed.size(); ++i)
    if (history_.now - run.asked[i] <= Run::observed_for) {
      ids.push_back(run.observed[i]);
      asked.push_back(run.asked[i]);
    }
  if (run.wanted.empty() && ids.size() == run.observed.size())
    return;
  for (const std::uint32_t id : std::exchange(run.wanted, {})) {
    const auto at = std::ranges::lower_bound(ids, id);
    if (at != ids.end() && *at == id)
      continue;
    asked.insert(asked.begin() + (at - ids.begin()), history_.now);
    ids.insert(at, id);
  }
  run.observed = std::move(ids);
  run.asked = std::move(asked);
  run.observed_ids = DeviceArray<std::uint32_t>(device_, std::span<const std::uint32_t>(run.observed));
  const std::size_t per_step = run.observed.size() * GatherTask::numbers;
  const std::size_t steps =
      std::clamp<std::size_t>(Run::most_observed_numbers / std::max<std::size_t>(per_step, 1), 1, Run::most_steps);
  run.numbers = DeviceArray<float>(device_, steps * per_step);
  run.host_numbers = PinnedArray<float>(device_, run.numbers.size());
  run.sequences.clear();
  run.drop(); // what was kept is of other neurons
}

void GpuSimulator::Run::arrive(Device& device) {
  if (arrived)
    return;
  device.wait();
  arrived = true;
  gauge.end();
}

std::optional<DeviceLoad> GpuSimulator::device_load() const {
  return run_->gauge.load(*device_);
}

bool GpuSimulator::Run::recall(std::span<const std::uint32_t> neurons, std::int64_t now, std::vector<Numbers>& out) {
  if (handed == 0)
    return false;
  for (std::size_t k = 0; k < neurons.size(); ++k) {
    const auto at = std::ranges::lower_bound(observed, neurons[k]);
    if (at == observed.end() || *at != neurons[k])
      return false;
    const auto place = static_cast<std::size_t>(at - observed.begin());
    asked[place] = now;
    const std::size_t row = static_cast<std::size_t>(handed - 1) * observed.size() + place;
    std::ranges::copy(host_numbers.values().subspan(row * GatherTask::numbers, GatherTask::numbers), out[k].begin());
  }
  return true;
}

void GpuSimulator::look(const Scene& scene, std::int64_t at_ms) {
  settle();
  Run& run = *run_;
  run.lgn->plan(scene, at_ms, 1);
  set_clock(at_ms);
  run.marks.zero();
  BetweenTask task;
  task.sees = true;
  task.frame = lgn_task(0);
  device_->between(task);
  run.drop();
}

namespace {

struct GpuSight final : RunAhead::Sight {
  explicit GpuSight(GpuLgn::State state) : lgn(std::move(state)) {}
  GpuLgn::State lgn;
};

} // namespace

std::shared_ptr<const RunAhead::Sight> GpuSimulator::sight() const {
  settle();
  return std::make_shared<const GpuSight>(run_->lgn->moment());
}

void GpuSimulator::restore(const std::shared_ptr<const Sight>& sight) {
  settle();
  if (const auto* own = dynamic_cast<const GpuSight*>(sight.get()))
    run_->lgn->restore(own->lgn);
  else
    run_->lgn->reset();
  run_->drop();
}

} // namespace striate
