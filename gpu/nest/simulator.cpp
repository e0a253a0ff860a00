// SPDX-License-Identifier: Apache-2.0
#include "gpu/nest/simulator.h"

#include "engine/simulation/nest/fault.h"
#include "engine/simulation/neuron_readers.h"
#include "gpu/device/id_bits.h"
#include "gpu/nest/device.h"

#include <algorithm>
#include <span>
#include <utility>

namespace striate {

namespace {

// Names under which NestWatched saves its list.
constexpr const char* watched_neurons = "watched_neuron";
constexpr const char* watched_currents = "watched_current";

/// The planes of a state of the host, in the order of NestPlane.
std::vector<AlignedVector<double>*> planes_of(NestNeurons& neurons) {
  std::vector<AlignedVector<double>*> planes{&neurons.u, neurons.asc.data(), &neurons.asc[1]};
  for (std::size_t r = 0; r < neurons.rise_fast.size(); ++r)
    planes.insert(planes.end(),
                  {&neurons.rise_fast[r], &neurons.current_fast[r], &neurons.rise_slow[r], &neurons.current_slow[r]});
  return planes;
}

} // namespace

GpuNestSimulator::GpuNestSimulator(std::shared_ptr<Device> device, std::shared_ptr<const Network> network,
                                   const ModelTables& tables, double dt_ms, const SimulatorOptions& options)
    : device_(std::move(device)), name_(device_->info().name), tables_(device_, std::move(network), tables, dt_ms),
      background_counts_(options.seed, options.trial, tables_.host->background_rows.source_count,
                         options.background_rate_Hz / tables_.host->constants.steps_per_ms,
                         options.background_as_current),
      host_(std::make_unique<Host>(NestRun(*tables_.host), NestWatched(), DeviceGauge())),
      depth_(static_cast<std::uint32_t>(std::max(1, tables_.host->recurrent->max_delay()))) {
  const std::size_t neurons = tables_.neurons();
  const std::size_t planes = tables_.receptors() * neurons;
  state_ = {device_, NestPlane::count(tables_.receptors()) * neurons};
  refractory_ = {device_, neurons};
  planes_ = {device_, depth_ * planes};
  lgn_planes_ = {device_, planes};
  background_planes_ = {device_, planes};
  spoiled_ = {device_, depth_};
  background_factors_ = {device_, tables_.host->background_rows.source_count};
  queue_ = {device_, tables_.recurrent.chunks.size()};
  marks_ = {device_, words_for(neurons) + 2};
  host_marks_ = {device_, marks_.size()};
  if (!std::ranges::all_of(tables_.host->constants.cells, &NestCellConstants::starts_at_rest))
    upload();
}

std::optional<DeviceLoad> GpuNestSimulator::device_load() const {
  return host_->gauge.load(*device_);
}

std::span<const std::uint32_t> GpuNestSimulator::step(const StepInput& input) {
  NestRun& run = host_->run;
  run.take_input(input, *tables_.host, background_counts_);
  host_->gauge.begin();
  deliver_inputs();
  marks_.zero();
  const NestUpdateTask update = update_task();
  device_->nest().update(update);
  if (!tables_.recurrent.empty()) {
    NestDeliverTask fired = recurrent_task(run.now);
    fired.queue = update.queue.chunks;
    fired.count = update.queue.count;
    device_->nest().deliver(fired);
  }
  host_marks_.begin_download(marks_, marks_.size());
  device_->wait();
  host_->gauge.end();

  collect_ids(host_marks_.values().first(words_for(tables_.neurons())), run.add_spikes());
  ++run.now;
  check_numbers(host_marks_.values().back());
  return run.spikes.front();
}

/// Place of a step in the ring.
std::uint32_t GpuNestSimulator::slot_of(std::int64_t step) const {
  const std::int64_t depth = depth_;
  return static_cast<std::uint32_t>((step % depth + depth) % depth); // a restored spike may be older than step 0
}

/// To the steps in which spikes of step `emitted` arrive, without the queue.
NestDeliverTask GpuNestSimulator::recurrent_task(std::int64_t emitted) const {
  NestDeliverTask task;
  task.projection = tables_.recurrent.arrays();
  task.factors = perturbed_.outgoing.data();
  task.phase = slot_of(emitted);
  task.depth = depth_;
  task.receptors = tables_.receptors();
  task.neurons = tables_.neurons();
  task.planes = planes_.data();
  task.spoiled = spoiled_.data();
  return task;
}

void GpuNestSimulator::Queue::fill(const std::shared_ptr<Device>& device, const std::vector<std::uint32_t>& chunks) {
  std::vector<std::uint32_t> all{static_cast<std::uint32_t>(chunks.size())};
  all.insert(all.end(), chunks.begin(), chunks.end());
  if (memory.size() < all.size())
    memory.make_room(device, 2 * all.size());
  memory.upload(all);
}

void GpuNestSimulator::deliver_queue(NestDeliverTask task, Queue& queue, const std::vector<std::uint32_t>& chunks) {
  if (chunks.empty())
    return;
  queue.fill(device_, chunks);
  task.count = queue.memory.data();
  task.queue = queue.memory.data() + 1;
  device_->nest().deliver(task);
}

/// What was given so long ago that it arrives in this step, delay by delay: mostly all synapses of the LGN have one,
/// and so have those of the background.
void GpuNestSimulator::deliver_inputs() {
  const std::vector<StepRecord>& inputs = host_->run.inputs; // [d]: d steps ago, that of this step at 0
  std::vector<std::uint32_t> chunks;
  for (const int delay : tables_.lgn.delays) {
    const StepRecord& lgn = inputs[static_cast<std::size_t>(delay)];
    chunks.clear();
    for (const std::uint32_t unit : lgn.lgn)
      tables_.lgn.add_chunks(unit, delay, chunks);
    if (!chunks.empty() && !lgn.lgn_amounts.empty()) {
      std::vector<float> amounts(tables_.host->network->lgn.source_count);
      for (std::size_t k = 0; k < lgn.lgn.size(); ++k)
        amounts[lgn.lgn[k]] = lgn.lgn_amounts[k];
      if (lgn_factors_.size() == 0)
        lgn_factors_ = {device_, amounts.size()};
      lgn_factors_.upload(amounts);
    }
    deliver_input(tables_.lgn, lgn_planes_, lgn.lgn_amounts.empty() ? nullptr : lgn_factors_.data(), chunks,
                  lgn_queue_);
  }
  for (const int delay : tables_.background.delays) {
    const auto& counts = inputs[static_cast<std::size_t>(delay)].background;
    chunks.clear();
    for (std::uint32_t source = 0; source < counts.size(); ++source)
      if (counts[source] != 0.0f)
        tables_.background.add_chunks(source, delay, chunks);
    if (!chunks.empty())
      background_factors_.upload(counts);
    deliver_input(tables_.background, background_planes_, background_factors_.data(), chunks, background_queue_);
  }
}

void GpuNestSimulator::deliver_input(const DeviceNestProjection& projection, const DeviceArray<FixedWeight>& planes,
                                     const float* factors, const std::vector<std::uint32_t>& chunks, Queue& queue) {
  NestDeliverTask task;
  task.projection = projection.arrays();
  task.factors = factors;
  task.receptors = tables_.receptors();
  task.neurons = tables_.neurons();
  task.planes = planes.data();
  task.spoiled = spoiled_.data() + slot_of(host_->run.now);
  deliver_queue(task, queue, chunks);
}

/// All recurrent spikes that have not arrived yet, anew: with other factors, or after a state was restored.
void GpuNestSimulator::deliver_older_spikes() {
  planes_.zero();
  spoiled_.zero();
  if (tables_.recurrent.empty())
    return;
  const NestRun& run = host_->run;
  for (std::size_t ago = 0; ago < run.spikes.size(); ++ago) {
    std::vector<std::uint32_t> chunks;
    for (const std::uint32_t id : run.spikes[ago])
      tables_.recurrent.add_chunks(id, chunks);
    NestDeliverTask task = recurrent_task(run.now - 1 - static_cast<std::int64_t>(ago));
    task.min_delay = static_cast<std::uint32_t>(ago) + 1;
    deliver_queue(task, older_queue_, chunks);
  }
}

NestUpdateTask GpuNestSimulator::update_task() const {
  const std::uint32_t slot = slot_of(host_->run.now);
  const std::size_t words = words_for(tables_.neurons());
  NestUpdateTask task;
  task.neurons = tables_.neurons();
  task.receptors = tables_.receptors();
  task.model = tables_.model.data();
  task.cells = tables_.cells.data();
  task.constants = tables_.receptor_constants.data();
  task.model_receptors = tables_.model_receptors.data();
  task.recurrent = planes_.data() + std::size_t{slot} * task.receptors * task.neurons;
  task.lgn = lgn_planes_.data();
  task.background = background_planes_.data();
  task.spoiled = spoiled_.data() + slot;
  task.incoming = perturbed_.incoming.data();
  task.added_pA = perturbed_.added_pA.data();
  task.held = perturbed_.held.data();
  task.state = state_.data();
  task.refractory = refractory_.data();
  task.watched_start = watched_start_.data();
  task.watched = watched_.data();
  task.fired_bits = marks_.data();
  task.queue = {tables_.recurrent.row_chunk.data(), queue_.data(), marks_.data() + words};
  task.wild = marks_.data() + words + 1;
  return task;
}

void GpuNestSimulator::check_numbers(std::uint32_t wild) {
  if (wild == 0)
    return;
  fetch_all();
  throw nest_fault(tables_.neurons() - wild, host_->run, *tables_.host, perturbation_);
}

void GpuNestSimulator::perturb(const Perturbation& perturbation) {
  check_perturbation(perturbation, tables_.neurons());
  const bool other_weights = perturbation.outgoing != perturbation_.outgoing;
  perturbation_ = perturbation;
  perturbed_ = DevicePerturbation(device_, perturbation, tables_.neurons());
  if (other_weights)
    deliver_older_spikes();
}

void GpuNestSimulator::watch_sources(std::span<const std::uint32_t> neurons) {
  host_->watched.watch(neurons, *tables_.host);
  SimulatorState list;
  host_->watched.save(list);
  const std::vector<double>& ids = list.more[watched_neurons];
  std::vector<std::int32_t> start(ids.empty() ? 0 : tables_.neurons(), -1);
  std::size_t next = 0;
  for (const double id : ids) {
    const auto neuron = static_cast<std::uint32_t>(id);
    start[neuron] = static_cast<std::int32_t>(next);
    next += NestWatched::sources * NestPlane::per_receptor * tables_.host->cell(neuron).receptors.size();
  }
  watched_start_ = {device_, std::span<const std::int32_t>(start)};
  watched_ = {device_, next};
}

/// The numbers of these neurons, into the host's state.
void GpuNestSimulator::fetch(std::span<const std::uint32_t> neurons) const {
  check_neurons(neurons, *tables_.host->network);
  if (neurons.empty())
    return;
  const std::vector<AlignedVector<double>*> planes = planes_of(host_->run.neurons);
  const DeviceArray<std::uint32_t> ids(device_, neurons);
  const DeviceArray<double> out(device_, neurons.size() * (planes.size() + 1));
  NestGatherTask task;
  task.ids = ids.data();
  task.count = static_cast<std::uint32_t>(neurons.size());
  task.neurons = tables_.neurons();
  task.planes = static_cast<std::uint32_t>(planes.size());
  task.state = state_.data();
  task.refractory = refractory_.data();
  task.out = out.data();
  device_->nest().gather(task);
  const std::vector<double> numbers = out.download();
  auto number = numbers.begin();
  for (const std::uint32_t neuron : neurons) {
    for (AlignedVector<double>* plane : planes)
      (*plane)[neuron] = *number++;
    host_->run.neurons.refractory[neuron] = static_cast<std::int32_t>(*number++);
  }
}

void GpuNestSimulator::fetch_all() const {
  const std::vector<double> numbers = state_.download();
  auto from = numbers.begin();
  for (AlignedVector<double>* plane : planes_of(host_->run.neurons)) {
    const auto end = from + static_cast<std::ptrdiff_t>(plane->size());
    std::copy(from, end, plane->begin());
    from = end;
  }
  const std::vector<std::int32_t> refractory = refractory_.download();
  std::ranges::copy(refractory, host_->run.neurons.refractory.begin());
}

void GpuNestSimulator::fetch_watched() const {
  SimulatorState state;
  host_->watched.save(state);
  state.more[watched_currents] = watched_.download();
  host_->watched.load(state);
}

/// The GPU's state becomes that of the host, which must be whole.
void GpuNestSimulator::upload() {
  std::vector<double> numbers;
  for (const AlignedVector<double>* plane : planes_of(host_->run.neurons))
    numbers.insert(numbers.end(), plane->begin(), plane->end());
  state_.upload(numbers);
  refractory_.upload(host_->run.neurons.refractory);
  SimulatorState watched;
  host_->watched.save(watched);
  watched_.upload(watched.more[watched_currents]);
  lgn_planes_.zero();
  background_planes_.zero();
  deliver_older_spikes();
}

void GpuNestSimulator::read(NeuronVariable variable, std::span<const std::uint32_t> neurons,
                            std::span<float> out) const {
  using enum NeuronVariable;
  if (variable == recurrent_pA || variable == lgn_pA || variable == background_pA)
    fetch_watched();
  else if (neurons.size() == out.size())
    fetch(neurons);
  view().read(variable, neurons, out);
}

NeuronSample GpuNestSimulator::sample(std::uint32_t neuron) const {
  fetch(std::span(&neuron, 1));
  return view().sample(neuron);
}

void GpuNestSimulator::save(SimulatorState& out) const {
  fetch_all();
  fetch_watched();
  save_nest_run(host_->run, *tables_.host, out);
  host_->watched.save(out);
}

void GpuNestSimulator::restore(const SimulatorState& state) {
  load_nest_run(state, *tables_.host, host_->run);
  host_->watched.load(state);
  upload();
}

void GpuNestSimulator::reset() {
  host_->run.clear(*tables_.host);
  host_->watched.clear();
  upload();
}

} // namespace striate
