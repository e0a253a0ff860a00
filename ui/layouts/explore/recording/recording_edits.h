// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/recording_estimate.h"
#include "ui/controls/parameter_editor.h"

#include <functional>
#include <memory>

namespace striate {

/// One kind of file: &RecordingPlan::lgn_spikes.
using RecordedFile = bool RecordingPlan::*;

/// What a recording holds as the editor has it (the text parameters "record" and "probe"), and every way to change it.
/// Each change is one undo step and counts when the next recording starts. GUI thread.
class RecordingEdits {
public:
  /// network: the one that runs; may give nullptr, then probes are not looked up.
  RecordingEdits(ParameterEditor& editor, std::function<std::shared_ptr<const Network>()> network);

  const RecordingPlan& plan() const { return plan_; }
  /// What the estimate needs, as of the last refresh(); without the probes when there is a problem.
  const RecordingSubject& subject() const { return subject_; }
  bool has_network() const { return subject_.neurons > 0; }
  /// Why it cannot be recorded, in one sentence; empty: it can.
  const QString& problem() const { return problem_; }
  /// Reads editor and network again.
  void refresh();

  void record(RecordedFile file, const QString& name, bool on);
  void set_float32(bool on);
  /// These throw a usage Error and change nothing when the network has no neurons for the probe.
  void add(const Probe& probe);
  void replace(std::size_t index, const Probe& probe);
  void remove(std::size_t index);

private:
  void read();
  void check(const Probe& probe) const;
  void apply(const QString& name, const char* key, const std::string& text);

  ParameterEditor& editor_;
  std::function<std::shared_ptr<const Network>()> network_;
  RecordingPlan plan_;
  RecordingSubject subject_;
  QString problem_;
};

} // namespace striate
