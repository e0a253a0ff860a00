// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/tuning_study.h"
#include "engine/core/task.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/session/tuning_plan.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace striate {

/// Simulates the trials of a plan in batches and measures while they come. Every finished trial is a SONATA spike file
/// in `folder`/spikes, so that an interrupted run goes on where it stopped and other programs can read it; the folder
/// also gets settings.json, stimuli.csv (for `striate analyze`) and, when a protocol is shown, protocol.json. The
/// perturbation of the parameters acts in every trial, its times counted from the trial's start (with its gray). The
/// same parameters give the same spikes whatever the batch, the number of threads and the interruptions. Thread rule:
/// run() on one thread; pause(), resume() and the task's cancel from any.
class TuningRun {
public:
  /// Throws a usage Error for parameters that such runs do not know and a perturbation that fits nothing; Error when
  /// the folder belongs to a run with other settings or another table, or cannot be written.
  TuningRun(const ParameterSet& parameters, std::shared_ptr<const Network> network, std::filesystem::path folder,
            const StudyOptions& options = {});
  ~TuningRun();

  const TuningPlan& plan() const;
  int finished_trials() const;
  int trial_count() const;
  double finished_s() const; ///< model time of the finished trials

  /// Reads the trials that an earlier run left in the folder; returns how many are finished now. run() does it, too.
  int take_finished(Task& task);
  /// Runs what is missing; the task's progress is that of the missing part. batch_done is called after every batch, on
  /// the same thread: partial results may be measured there. Throws TaskCancelled and Error; what was finished stays.
  void run(Task& task, const std::function<void(const TuningRun&)>& batch_done = {});
  void pause();
  void resume();
  bool paused() const;

  std::string settings() const; ///< JSON: what figures carry

  /// Measures of the trials finished so far; nothing before the first.
  /// quick: without fits, for a look on the way.
  std::optional<StudyResult> measure(Task* task = nullptr, bool quick = false) const;

private:
  struct Private;
  std::unique_ptr<Private> d_;
};

} // namespace striate
