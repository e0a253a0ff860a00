// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/recording_edits.h"

#include "engine/core/errors.h"
#include "ui/layouts/explore/recording/recording_text.h"

#include <fmt/format.h>

namespace striate {

namespace {

/// The plan of the two texts alone: another parameter may forbid it, yet the controls show what is asked for.
RecordingPlan plan_of(const ParameterSet& parameters, std::initializer_list<const char*> keys) {
  ParameterSet texts;
  for (const char* key : keys)
    texts.copy(key, parameters);
  return recording_plan(texts);
}

} // namespace

RecordingEdits::RecordingEdits(ParameterEditor& editor, std::function<std::shared_ptr<const Network>()> network)
    : editor_(editor), network_(std::move(network)) {
  refresh();
}

void RecordingEdits::read() {
  plan_ = {};
  const ParameterSet& parameters = editor_.parameters();
  // One text that cannot be read leaves the other's controls as they are; recording_plan() below says what is wrong.
  try {
    plan_ = plan_of(parameters, {"record"});
  } catch (const Error&) {
  }
  try {
    plan_.probes = parse_probes(parameters.text("probe")); // whatever the time step is at present
  } catch (const Error&) {
  }
}

void RecordingEdits::refresh() {
  read();
  problem_.clear();
  subject_ = {};
  const auto network = network_();
  if (network)
    subject_ = recording_subject({}, *network);
  try {
    const RecordingPlan wanted = recording_plan(editor_.parameters());
    if (network)
      subject_ = recording_subject(wanted, *network);
  } catch (const Error& failure) {
    problem_ = QString::fromUtf8(failure.what());
  }
}

void RecordingEdits::check(const Probe& probe) const {
  RecordingPlan one;
  one.probes = {probe};
  ParameterSet with_it = editor_.parameters();
  with_it.set_text("record", "none");
  with_it.set_text("probe", format_probes(one.probes));
  recording_plan(with_it); // an interval that the time step does not have
  if (const auto network = network_())
    recording_subject(one, *network);
}

void RecordingEdits::apply(const QString& name, const char* key, const std::string& text) {
  ParameterSet parameters = editor_.parameters();
  parameters.set_text(key, text);
  editor_.apply(name, parameters);
}

void RecordingEdits::record(RecordedFile file, const QString& name, bool on) {
  RecordingPlan plan = plan_;
  plan.*file = on;
  apply((on ? recording_tr("Record %1") : recording_tr("Do not record %1")).arg(name), "record", format_record(plan));
}

void RecordingEdits::set_float32(bool on) {
  RecordingPlan plan = plan_;
  plan.float32 = on;
  apply(on ? recording_tr("Simulation data in float32") : recording_tr("Simulation data in float16"), "record",
        format_record(plan));
}

void RecordingEdits::add(const Probe& probe) {
  check(probe);
  RecordingPlan plan = plan_;
  for (const Probe& other : plan.probes) // Return in a field and a click on the button after it
    if (format_probes({other}) == format_probes({probe}))
      throw Error(fmt::format("\"{}\" is already recorded; change its variable, neurons or interval.",
                              probe_text(probe).toStdString()),
                  Error::Kind::usage);
  plan.probes.push_back(probe);
  apply(recording_tr("Record %1").arg(probe_text(probe)), "probe", format_probes(plan.probes));
}

void RecordingEdits::replace(std::size_t index, const Probe& probe) {
  check(probe);
  RecordingPlan plan = plan_;
  plan.probes.at(index) = probe;
  apply(recording_tr("Change to %1").arg(probe_text(probe)), "probe", format_probes(plan.probes));
}

void RecordingEdits::remove(std::size_t index) {
  RecordingPlan plan = plan_;
  const QString name = recording_tr("Remove %1").arg(probe_text(plan.probes.at(index)));
  plan.probes.erase(plan.probes.begin() + static_cast<std::ptrdiff_t>(index));
  apply(name, "probe", format_probes(plan.probes));
}

} // namespace striate
