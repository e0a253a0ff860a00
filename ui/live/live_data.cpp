// SPDX-License-Identifier: Apache-2.0
#include "ui/live/live_data.h"

#include "engine/session/lgn_sample.h"
#include "ui/live/neuron_text.h"
#include "ui/live/tuning_counts.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <limits>

namespace striate {

namespace {

constexpr int frame_ms = 16; // at most 60 snapshots a second

/// The last one that tells what is done to neurons stays: it says what acts in the time that is kept.
void drop_marks_before(std::vector<StimulusMark>& marks, double oldest_ms) {
  const auto kept = std::find_if(marks.begin(), marks.end(),
                                 [oldest_ms](const StimulusMark& mark) { return mark.time_ms >= oldest_ms; });
  const auto state = std::find_if(std::make_reverse_iterator(kept), marks.rend(),
                                  [](const StimulusMark& mark) { return mark.kind != StimulusMark::Kind::stimulus; });
  if (state == marks.rend()) {
    marks.erase(marks.begin(), kept);
    return;
  }
  marks.erase(state.base(), kept);
  marks.erase(marks.begin(), state.base() - 1);
}

} // namespace

struct LiveData::Private {
  std::shared_ptr<const Network> network;
  LaminarOrder order;
  SpikeHistory spikes{static_cast<std::int64_t>(keep_ms)};
  std::optional<PopulationActivity> activity;
  TuningCounts tuning;
  InputCounts inputs;
  std::vector<StimulusMark> marks;
  std::vector<LgnHistory> lgn;
  std::optional<std::uint32_t> selected, hovered;
  std::optional<CellGroup> selected_group, hovered_group;
  NeuronHistory neuron;
  std::shared_ptr<const Snapshot> latest;
  std::optional<std::uint64_t> epoch;

  QTimer frame;                               ///< the next time to look for a snapshot
  QElapsedTimer since_taken;                  ///< since the last look
  std::atomic<bool> announced{false};         ///< a queued call is on its way to the GUI thread
  std::unique_ptr<SimulationService> service; ///< last: its thread ends before anything else goes
};

LiveData::LiveData(QObject* parent) : QObject(parent), d_(std::make_unique<Private>()) {
  d_->frame.setSingleShot(true);
  d_->frame.setTimerType(Qt::PreciseTimer);
  connect(&d_->frame, &QTimer::timeout, this, &LiveData::take_snapshot);
  d_->service = std::make_unique<SimulationService>([this] {
    if (!d_->announced.exchange(true))
      QMetaObject::invokeMethod(this, &LiveData::snapshot_ready, Qt::QueuedConnection);
  });
}

LiveData::~LiveData() {
  d_->service.reset();
}

SimulationService& LiveData::service() {
  return *d_->service;
}
std::shared_ptr<const Network> LiveData::network() const {
  return d_->network;
}
const LaminarOrder& LiveData::order() const {
  return d_->order;
}
const SpikeHistory& LiveData::spikes() const {
  return d_->spikes;
}
const PopulationActivity* LiveData::activity() const {
  return d_->activity ? &*d_->activity : nullptr;
}
const std::vector<StimulusMark>& LiveData::marks() const {
  return d_->marks;
}
const Snapshot* LiveData::latest() const {
  return d_->latest.get();
}
const std::vector<LgnHistory>& LiveData::lgn() const {
  return d_->lgn;
}
std::optional<std::uint32_t> LiveData::selected_neuron() const {
  return d_->selected;
}
std::optional<std::uint32_t> LiveData::hovered_neuron() const {
  return d_->hovered;
}
std::optional<CellGroup> LiveData::selected_group() const {
  return d_->selected_group;
}
std::optional<CellGroup> LiveData::shown_group() const {
  return d_->hovered_group ? d_->hovered_group : d_->selected_group;
}
const NeuronHistory& LiveData::neuron_history() const {
  return d_->neuron;
}
TuningEstimate LiveData::tuning(std::uint32_t neuron) const {
  return d_->tuning.estimate(neuron);
}

QString LiveData::tuning_condition() const {
  const auto grating = d_->tuning.grating();
  if (!grating)
    return {};
  const auto number = [](double value) { return QString::number(value, 'g', 4); };
  return tr("contrast %1, %2 cyc/°, %3 Hz")
      .arg(number(grating->contrast), number(grating->spatial_frequency_cpd), number(grating->temporal_frequency_Hz));
}

std::optional<InputCounts::Inputs> LiveData::inputs(std::uint32_t neuron) const {
  return d_->inputs.of(neuron);
}

std::vector<std::uint32_t> LiveData::lgn_units() const {
  std::vector<std::uint32_t> units;
  for (const LgnHistory& history : d_->lgn)
    units.push_back(history.trace.unit);
  return units;
}

std::vector<LgnSubfield> LiveData::lgn_fields() const {
  std::vector<LgnSubfield> fields;
  for (const std::uint32_t unit : lgn_units())
    for (const LgnSubfield& field : subfields_of(d_->network->lgn_units, unit))
      fields.push_back(field);
  return fields;
}

double LiveData::mean_rate_Hz(std::uint32_t neuron) const {
  if (d_->tuning.steps() == 0)
    return std::numeric_limits<double>::quiet_NaN();
  return d_->tuning.spikes(neuron) * 1000.0 / static_cast<double>(d_->tuning.steps());
}

QString LiveData::describe_neuron(std::uint32_t neuron) const {
  return neuron_title(*d_->network, neuron);
}
QString LiveData::describe_neuron_details(std::uint32_t neuron) const {
  return neuron_details(*d_->network, neuron, mean_rate_Hz(neuron));
}

std::optional<std::uint32_t> LiveData::neighbour_of_selected(int steps) const {
  const LaminarOrder& order = d_->order;
  if (order.rows() == 0)
    return std::nullopt;
  if (!d_->selected)
    return order.neuron.front();
  const std::int64_t rank = std::int64_t{order.rank[*d_->selected]} + steps;
  return order.neuron[static_cast<std::size_t>(std::clamp<std::int64_t>(rank, 0, order.rows() - 1))];
}

void LiveData::snapshot_ready() {
  d_->announced = false;
  if (d_->frame.isActive())
    return;
  const qint64 waited = d_->since_taken.isValid() ? d_->since_taken.elapsed() : frame_ms;
  if (waited >= frame_ms)
    take_snapshot();
  else
    d_->frame.start(frame_ms - static_cast<int>(waited));
}

void LiveData::take_snapshot() {
  d_->since_taken.start();
  if (auto snapshot = d_->service->take())
    accept(std::move(snapshot));
}

void LiveData::accept(std::shared_ptr<const Snapshot> snapshot) {
  d_->latest = snapshot;
  if (d_->epoch != snapshot->epoch)
    start_epoch(*snapshot);

  const SpikeBlock& block = *snapshot->spikes;
  if (d_->network) {
    d_->tuning.append(block, snapshot->epochs);
    if (block.steps() > 0) {
      d_->spikes.append(snapshot->spikes);
      d_->activity->append(block);
    }
  }
  const double oldest = static_cast<double>(block.end_ms()) - keep_ms;
  d_->marks.insert(d_->marks.end(), snapshot->marks.begin(), snapshot->marks.end());
  drop_marks_before(d_->marks, oldest);
  for (const Snapshot::LgnSample& sample : snapshot->lgn)
    for (LgnHistory& history : d_->lgn)
      if (history.trace.unit == sample.unit) {
        history.append(sample, block.first_ms);
        history.drop_before(oldest);
      }
  if (d_->selected && snapshot->neuron == d_->selected) {
    d_->neuron.append(snapshot->neuron_samples, *d_->selected, block);
    d_->neuron.drop_before(oldest);
  }
  emit updated();
  if (!snapshot->message.empty())
    emit message(QString::fromStdString(snapshot->message));
  if (!snapshot->notice.empty())
    emit notice(QString::fromStdString(snapshot->notice));
}

void LiveData::start_epoch(const Snapshot& snapshot) {
  d_->epoch = snapshot.epoch;
  const bool another_network = snapshot.network && snapshot.network != d_->network;
  if (another_network)
    use_network(snapshot.network);
  d_->spikes.clear();
  d_->marks.clear();
  d_->neuron.clear();
  if (d_->network) {
    d_->activity->clear();
    d_->tuning.reset(d_->network->neurons.size());
  }
  for (LgnHistory& history : d_->lgn)
    history.clear();
  if (another_network) {
    emit network_changed();
    emit selection_changed();
    emit hover_changed();
  }
}

void LiveData::use_network(std::shared_ptr<const Network> network) {
  d_->network = std::move(network);
  d_->order = laminar_order(*d_->network);
  d_->activity.emplace(*d_->network, 10.0, keep_ms);
  d_->inputs.count(d_->network);
  d_->selected.reset();
  d_->hovered.reset();
  d_->lgn.clear();
  select_lgn_units(default_lgn_sample(d_->network->lgn_units));
}

void LiveData::select_neuron(std::optional<std::uint32_t> neuron) {
  if (neuron && (!d_->network || *neuron >= d_->network->neurons.size()))
    neuron.reset();
  if (neuron == d_->selected)
    return;
  d_->selected = neuron;
  d_->neuron.clear();
  d_->service->select_neuron(neuron);
  emit selection_changed();
}

void LiveData::hover_neuron(std::optional<std::uint32_t> neuron) {
  if (neuron == d_->hovered)
    return;
  d_->hovered = neuron;
  emit hover_changed();
}

void LiveData::select_group(std::optional<CellGroup> group) {
  const bool ends_hover = !group && d_->hovered_group;
  if (group == d_->selected_group && !ends_hover)
    return;
  d_->selected_group = group;
  if (ends_hover) // the pointer may still be on it, but who lets go wants to see all again
    d_->hovered_group.reset();
  emit group_changed();
}

void LiveData::toggle_group(const CellGroup& group) {
  select_group(d_->selected_group == group ? std::nullopt : std::optional(group));
}

void LiveData::hover_group(std::optional<CellGroup> group) {
  if (group == d_->hovered_group)
    return;
  d_->hovered_group = group;
  emit group_changed();
}

void LiveData::select_lgn_units(std::vector<std::uint32_t> units) {
  if (!d_->network)
    return;
  const LgnUnits& table = d_->network->lgn_units;
  std::erase_if(units, [&](std::uint32_t unit) { return unit >= table.size(); });
  std::vector<LgnHistory> chosen;
  for (const std::uint32_t unit : units) {
    // A unit that stays chosen keeps its past.
    const auto known = std::find_if(d_->lgn.begin(), d_->lgn.end(),
                                    [unit](const LgnHistory& history) { return history.trace.unit == unit; });
    if (known != d_->lgn.end()) {
      chosen.push_back(*known);
      continue;
    }
    LgnHistory& history = chosen.emplace_back();
    history.trace.unit = unit;
    history.trace.class_name = model_tables().lgn_classes[table.unit_class[unit]].name;
  }
  d_->lgn = std::move(chosen);
  d_->service->select_lgn_units(std::move(units));
  emit updated();
}

} // namespace striate
