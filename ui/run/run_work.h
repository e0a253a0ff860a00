// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace striate {

/// Long work on a thread of its own that can be held, cancelled and gone on with: what tuning runs and training runs
/// share. One piece of work at a time. Lives on the GUI thread.
class RunWork : public QObject {
  Q_OBJECT
public:
  explicit RunWork(QObject* parent) : QObject(parent) {}

  enum class State { idle, running, paused };
  State state() const { return state_; }
  std::shared_ptr<const Task> task() const { return task_; } ///< of the work that runs; nullptr when idle

  virtual bool can_go_on() const = 0;    ///< a run was cancelled or came to an end that can be moved
  virtual bool can_pause() const = 0;    ///< what runs can be held
  virtual double share_done() const = 0; ///< of the whole run, 0..1
  virtual QString progress_text() const = 0;
  /// Seconds still to go while it runs, held time not counted; nothing as long as that is not known.
  virtual std::optional<double> remaining_s() const;

  void pause();
  void resume();
  void cancel();

signals:
  void progressed();
  void state_changed();
  void ended(const TaskStatus& status);

protected:
  /// Runs `work` on the thread. Nothing may run now.
  std::shared_ptr<Task> begin(std::shared_ptr<Task> task, std::function<void(Task&)> work);
  /// Cancels and waits: for destructors of derived classes, whose members the work uses.
  void stop();
  /// The work is to hold, or to go on; also called before a cancel, so that held work sees it.
  virtual void set_held(bool held) = 0;
  virtual void cancel_more() {} ///< what the task's cancel does not reach

private:
  void set_state(State state);
  void finish();

  State state_ = State::idle;
  std::shared_ptr<Task> task_;
  std::thread thread_;
};

} // namespace striate
