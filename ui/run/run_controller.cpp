// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_controller.h"

#include "engine/core/errors.h"
#include "engine/parameters/meaning.h"
#include "ui/actions/action_list.h"
#include "ui/controls/parameter_editor.h"
#include "ui/controls/refusal.h"
#include "ui/live/live_data.h"
#include "ui/run/run_bar.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/task_bar.h"

#include <QAction>

#include <algorithm>

namespace striate {

RunController::RunController(const Parts& parts, RunWork& work, QWidget* window)
    : QObject(window), parts_(parts), window_(window), work_(work) {
  connect(&parts_.bar, &RunBar::start_wanted, this, &RunController::start);
  connect(&parts_.bar, &RunBar::go_on_wanted, this, &RunController::go_on);
  connect(&work_, &RunWork::ended, this, &RunController::ended);
  connect(&parts_.editor, &ParameterEditor::changed, this, &RunController::show_state);
  // The end of the build and the network itself come in either order.
  connect(&parts_.build, &TaskBar::ended, this, &RunController::show_state);
  connect(&parts_.data, &LiveData::network_changed, this, &RunController::show_state);
  show_state();
}

void RunController::connect_run_actions(ActionList& actions, const QString& menu, std::vector<const char*> while_idle) {
  const QString start_id = menu + ".start", pause_id = menu + ".pause", cancel_id = menu + ".cancel";
  actions.handle(start_id, [this] { start(); });
  actions.handle(pause_id, [this] { pause_or_go_on(); });
  actions.handle(cancel_id, [this] { work_.cancel(); });
  const auto enable = [this, &actions, while_idle, start_id, pause_id, cancel_id] {
    const bool idle = work_.state() == RunWork::State::idle;
    actions.action(start_id)->setEnabled(idle);
    for (const char* id : while_idle)
      actions.action(id)->setEnabled(idle);
    actions.action(pause_id)->setEnabled(idle ? work_.can_go_on() : work_.can_pause());
    actions.action(cancel_id)->setEnabled(!idle);
  };
  connect(&work_, &RunWork::state_changed, this, enable);
  connect(&work_, &RunWork::ended, this, enable);
  connect(&work_, &RunWork::progressed, this, enable);
  enable();
}

QString RunController::obstacle() const {
  if (!parts_.data.network() || parts_.build.busy())
    return tr("The network is being built.");
  return {};
}

void RunController::show_state() {
  parts_.bar.set_obstacle(obstacle());
}

void RunController::attempt(const std::function<std::shared_ptr<Task>()>& begin) {
  if (const QString sentence = obstacle(); !sentence.isEmpty()) {
    parts_.banner.tell(sentence);
    return;
  }
  try {
    begun(begin());
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void RunController::start() {
  if (parts_.bar.parentWidget() != nullptr && stops_for_refusal(*parts_.bar.parentWidget()))
    return; // a value of the run that is to start was not taken
  if (work_.state() == RunWork::State::idle)
    attempt([this] { return begin_new(); });
}

void RunController::go_on() {
  if (work_.can_go_on())
    attempt([this] { return begin_again(); });
}

void RunController::pause_or_go_on() {
  if (work_.state() == RunWork::State::running)
    work_.pause();
  else if (work_.state() == RunWork::State::paused)
    work_.resume();
  else
    go_on();
}

void RunController::begun(const std::shared_ptr<Task>& task) {
  parts_.tasks.watch(task);
  const Snapshot* now = parts_.data.latest();
  resume_live_ = live_waits() && now && now->running;
  if (resume_live_)
    parts_.data.service().pause();
}

void RunController::release_live() {
  if (std::exchange(resume_live_, false))
    parts_.data.service().run();
}

void RunController::ended(const TaskStatus& status) {
  release_live();
  for (const std::string& warning : status.warnings)
    parts_.banner.warn(QString::fromStdString(warning));
  if (status.state == TaskState::failed)
    parts_.banner.warn(QString::fromStdString(status.error));
  else
    tell_end(status);
}

void RunController::open_when_built(const QString& edit, const ParameterSet& parameters, const QString& folder) {
  pending_ = Pending{parameters, folder};
  parts_.editor.apply(edit, parameters); // a network of its own is built first
  if (!parts_.build.busy())
    network_opened();
}

void RunController::network_opened() {
  show_state();
  if (!pending_)
    return;
  const Pending wanted = *std::exchange(pending_, std::nullopt);
  if (!same_network(wanted.parameters, parts_.editor.parameters()))
    return; // the user chose another network meanwhile
  attempt([&] { return begin_open(wanted.parameters, wanted.folder); });
}

} // namespace striate
