// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/parameters/parameter_set.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

class QWidget;

namespace striate {

class ActionList;
class LiveData;
class MessageBanner;
class ParameterEditor;
struct Snapshot;
class TaskBar;

/// Runs the simulation for the window: the transport's commands, edits of parameters that act at once, and a rebuild
/// (shown by the task bar) for those that cannot.
class SimulationControl : public QObject {
  Q_OBJECT
public:
  SimulationControl(LiveData& data, ParameterEditor& editor, TaskBar& tasks, MessageBanner& banner, QWidget* window);

  void connect_actions(ActionList& actions);
  /// Builds the network of the editor's parameters and runs it.
  void open();

signals:
  void network_opened(const ParameterSet& parameters);
  /// What the parameters say now.
  void graphics_card_chosen(bool chosen);

private:
  void toggle_run();
  void ask_settings();
  void pause_then_step();
  void follow_snapshot();
  void follow_back_end(const Snapshot& snapshot);
  void take_edit();
  void task_ended(const TaskStatus& status);
  bool needs_rebuild(const ParameterSet& parameters) const;

  QWidget* window_; ///< of dialogs
  LiveData& data_;
  ParameterEditor& editor_;
  TaskBar& tasks_;
  MessageBanner& banner_;
  ParameterSet running_;      ///< what the service simulates
  ParameterSet opening_;      ///< what it builds
  bool opened_ = false;       ///< a network was built at least once
  bool start_failed_ = false; ///< nothing runs because the first network or stimulus could not be had
  bool wanted_running_ = true;
  QElapsedTimer since_command_;
};

} // namespace striate
