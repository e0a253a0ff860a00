// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "ui/run/run_work.h"

#include <QObject>

#include <optional>
#include <vector>

class QWidget;

namespace striate {

class ActionList;
class LiveData;
class MessageBanner;
class ParameterEditor;
class RunBar;
class TaskBar;

/// What the window does around a long run on the open network: start it, hold it and go on, open an earlier one when
/// its network is there, let the live run wait meanwhile so that all cores work on it, and say what went wrong.
class RunController : public QObject {
  Q_OBJECT
public:
  struct Parts {
    LiveData& data;
    ParameterEditor& editor;
    MessageBanner& banner;
    TaskBar& tasks;       ///< shows the run
    const TaskBar& build; ///< shows a network being built
    RunBar& bar;
  };

  void start();
  void go_on();
  /// Shows what an earlier run left in a folder; the network follows its settings.
  virtual void open_run(const QString& folder) = 0;
  /// Another network runs now.
  void network_opened();

protected:
  RunController(const Parts& parts, RunWork& work, QWidget* window);

  /// The actions start, pause and cancel of `menu`; those of `while_idle` can be used only then.
  void connect_run_actions(ActionList& actions, const QString& menu, std::vector<const char*> while_idle);
  /// Opens the run of these parameters once the network they ask for is there.
  void open_when_built(const QString& edit, const ParameterSet& parameters, const QString& folder);
  /// Begins work unless there is an obstacle; says what a failure at the start was.
  void attempt(const std::function<std::shared_ptr<Task>()>& begin);

  virtual std::shared_ptr<Task> begin_new() = 0;
  virtual std::shared_ptr<Task> begin_again() = 0;
  virtual std::shared_ptr<Task> begin_open(const ParameterSet& parameters, const QString& folder) = 0;
  virtual void tell_end(const TaskStatus& status) = 0; ///< done or cancelled
  virtual bool live_waits() const { return true; }
  void release_live(); ///< the live run goes on if it was running before

  Parts parts_;
  QWidget* window_;

private:
  void pause_or_go_on();
  void begun(const std::shared_ptr<Task>& task);
  void ended(const TaskStatus& status);
  void show_state();
  QString obstacle() const;

  RunWork& work_;
  struct Pending {
    ParameterSet parameters;
    QString folder;
  };
  std::optional<Pending> pending_; ///< to open when its network is there
  bool resume_live_ = false;       ///< the live run was running before
};

} // namespace striate
