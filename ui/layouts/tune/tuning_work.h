// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/dataset/dataset.h"
#include "engine/session/tuning_run.h"
#include "ui/layouts/tune/study_data.h"
#include "ui/run/run_work.h"

#include <filesystem>
#include <memory>

namespace striate {

/// Runs tuning runs and analyses on a thread of its own and brings what they find to the GUI thread, on the way, too.
/// Lives on the GUI thread; the destructor cancels and waits (about 0.1 s).
class TuningWork : public RunWork {
  Q_OBJECT
public:
  explicit TuningWork(QObject* parent) : RunWork(parent) {}
  ~TuningWork() override { stop(); }

  bool can_go_on() const override; ///< a run was cancelled before its last trial
  bool can_pause() const override { return trial_count_ > 0; }
  double share_done() const override;
  QString progress_text() const override;
  int finished_trials() const { return finished_trials_; } ///< of the run that goes on or was the last
  int trial_count() const { return trial_count_; }         ///< 0: it was no tuning run
  QString folder() const;                                  ///< of the present or last run; empty before

  /// Starts a run in `folder`, or goes on with the one that is in it. Throws Error at once for settings a tuning run
  /// does not take and for a folder it cannot use; later failures come with ended().
  std::shared_ptr<Task> start(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                              const std::filesystem::path& folder);
  std::shared_ptr<Task> go_on();
  /// Reads and measures what an earlier run left in `folder` without simulating anything.
  std::shared_ptr<Task> open(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                             const std::filesystem::path& folder);
  /// Analyzes spikes of any program; the findings replace those shown.
  std::shared_ptr<Task> analyze(const DatasetFiles& files, const QString& name);

signals:
  void found(const std::shared_ptr<const StudyFindings>& findings);

protected:
  void set_held(bool held) override;
  void cancel_more() override;

private:
  struct Run;
  std::shared_ptr<Task> begin_run(bool simulate);
  /// Called on the working thread.
  void tell(const Run& run, const std::shared_ptr<const StudyFindings>& findings);

  std::shared_ptr<Run> run_; ///< also after it ended, to go on
  std::shared_ptr<Task> measuring_;
  int finished_trials_ = 0, finished_before_ = 0, trial_count_ = 0;
};

} // namespace striate
