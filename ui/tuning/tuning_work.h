#pragma once
#include "engine/core/task.h"
#include "engine/dataset/dataset.h"
#include "engine/session/tuning_run.h"
#include "ui/tuning/study_data.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <thread>

namespace striate {

/// Runs tuning runs and analyses on a thread of its own and brings what they find to the GUI thread, on the way, too.
/// One piece of work at a time. Lives on the GUI thread; the destructor cancels and waits (about 0.1 s).
class TuningWork : public QObject {
  Q_OBJECT
public:
  explicit TuningWork(QObject* parent);
  ~TuningWork() override;

  enum class State { idle, running, paused };
  State state() const { return state_; }
  /// A run that was cancelled before its last trial can go on.
  bool can_go_on() const;
  int finished_trials() const { return finished_trials_; }   ///< of the run that goes on or was the last
  int trial_count() const { return trial_count_; }           ///< 0: it was no tuning run
  double share_done() const;                                 ///< of the whole run or analysis, 0..1
  std::shared_ptr<const Task> task() const { return task_; } ///< of the work that runs; nullptr when idle
  QString folder() const;                                    ///< of the present or last run; empty before

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
  void pause();
  void resume();
  void cancel();

signals:
  void found(const std::shared_ptr<const StudyFindings>& findings);
  void progressed(); ///< more trials are finished
  void state_changed();
  void ended(const TaskStatus& status);

private:
  struct Run;
  std::shared_ptr<Task> begin(std::shared_ptr<Task> task, std::function<void(Task&)> work);
  std::shared_ptr<Task> begin_run(bool simulate);
  /// Called on the working thread.
  void tell(const Run& run, const std::shared_ptr<const StudyFindings>& findings);
  void set_state(State state);
  void finish();

  State state_ = State::idle;
  std::shared_ptr<Run> run_; ///< also after it ended, to go on
  std::shared_ptr<Task> task_, measuring_;
  std::thread thread_;
  int finished_trials_ = 0, finished_before_ = 0, trial_count_ = 0;
};

} // namespace striate
