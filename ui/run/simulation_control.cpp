// SPDX-License-Identifier: Apache-2.0
#include "ui/run/simulation_control.h"

#include "ui/actions/action_list.h"
#include "ui/controls/parameter_editor.h"
#include "ui/live/live_data.h"
#include "ui/run/simulation_dialog.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/window_settings.h"

#include <QAction>
#include <QActionGroup>

namespace striate {

namespace {

/// Those of tuning and training runs mean nothing to the live run; neither does the batch, which is of their trials.
bool of_live_run(const Parameter& parameter) {
  return parameter.scope != Scope::tuning && parameter.scope != Scope::training && parameter.key != "batch";
}

/// `base` with the parameters of `source` that may change while it runs, or with those that may not.
ParameterSet combined(const ParameterSet& base, const ParameterSet& source, bool live) {
  ParameterSet result = base;
  for (const std::string& key : base.differences(source))
    if (parameter(key).live == live && of_live_run(parameter(key)))
      result.copy(key, source);
  return result;
}

/// A movie that was chosen and has no file yet is nothing to play, and no error either: until it has one, the screen
/// shows what `shown` says.
ParameterSet playable(ParameterSet wanted, const ParameterSet& shown) {
  if (wanted.is(choices::StimulusKind::movie) && wanted.text("movie").empty())
    for (const char* key : {"stimulus", "movie"})
      wanted.copy(key, shown);
  return wanted;
}

ParameterSet gray_screen() {
  ParameterSet gray;
  gray.set_text("stimulus", "gray");
  return gray;
}

struct SpeedAction {
  const char* id;
  Speed speed;
};
constexpr SpeedAction speed_actions[] = {{"simulation.speed-tenth", Speed::tenth},
                                         {"simulation.speed-half", Speed::half},
                                         {"simulation.speed-real", Speed::real_time},
                                         {"simulation.speed-max", Speed::maximum}};

/// The service answers within some ms; until then its snapshots may still tell of the time before the command.
constexpr int command_settles_ms = 300;

} // namespace

SimulationControl::SimulationControl(LiveData& data, ParameterEditor& editor, TaskBar& tasks, MessageBanner& banner,
                                     QWidget* window)
    : QObject(window), window_(window), data_(data), editor_(editor), tasks_(tasks), banner_(banner) {
  since_command_.start();
  connect(&editor_, &ParameterEditor::changed, this, &SimulationControl::take_edit);
  connect(&data_, &LiveData::updated, this, &SimulationControl::follow_snapshot);
  connect(&tasks_, &TaskBar::ended, this, &SimulationControl::task_ended);
}

void SimulationControl::connect_actions(ActionList& actions) {
  actions.handle("simulation.run", [this] { toggle_run(); });
  actions.handle("simulation.step", [this] { pause_then_step(); });
  actions.handle("simulation.reset", [this] { data_.service().reset(); });
  actions.handle("simulation.settings", [this] { ask_settings(); });
  QAction* const card = actions.action("simulation.graphics-card");
  actions.handle("simulation.graphics-card", [this, card] {
    ParameterSet wanted = editor_.parameters();
    wanted.set_text("backend", card->isChecked() ? "cuda" : "cpu");
    editor_.apply(card->isChecked() ? tr("Compute on GPU") : tr("Compute on CPU"), wanted);
  });
  connect(this, &SimulationControl::graphics_card_chosen, card, &QAction::setChecked);
  const QString remembered = WindowSettings().value("simulation/speed", "simulation.speed-real").toString();
  for (const SpeedAction& one : speed_actions) {
    actions.handle(one.id, [this, one] {
      data_.service().set_speed(one.speed);
      WindowSettings().setValue("simulation/speed", QString::fromLatin1(one.id));
    });
    if (remembered == QLatin1String(one.id))
      actions.action(one.id)->trigger();
  }
  if (!actions.action("simulation.speed-real")->actionGroup()->checkedAction())
    actions.action("simulation.speed-real")->trigger();
}

void SimulationControl::open() {
  opening_ = playable(editor_.parameters(), opened_ ? running_ : gray_screen());
  start_failed_ = false;
  tasks_.watch(data_.service().open(opening_, wanted_running_));
}

void SimulationControl::toggle_run() {
  wanted_running_ = !wanted_running_;
  since_command_.restart();
  if (wanted_running_)
    data_.service().run();
  else
    data_.service().pause();
}

void SimulationControl::ask_settings() {
  auto* dialog = new SimulationDialog(editor_.parameters(), window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    ParameterSet wanted = editor_.parameters(); // the stimulus may have been turned meanwhile
    for (const std::string& key : wanted.differences(dialog->parameters()))
      if (const Parameter& one = parameter(key);
          (one.scope == Scope::dynamics || one.scope == Scope::machine) && !one.live)
        wanted.copy(key, dialog->parameters());
    if (wanted != editor_.parameters())
      editor_.apply(tr("Simulation settings"), wanted);
  });
  dialog->open();
}

void SimulationControl::pause_then_step() {
  if (wanted_running_)
    toggle_run();
  data_.service().step();
}

void SimulationControl::follow_snapshot() {
  if (since_command_.elapsed() > command_settles_ms && data_.latest() && !tasks_.busy())
    wanted_running_ = data_.latest()->running;
  if (data_.latest() && opened_ && !tasks_.busy())
    follow_back_end(*data_.latest());
}

/// A run whose card has failed goes on on the processor by itself.
void SimulationControl::follow_back_end(const Snapshot& snapshot) {
  if (since_command_.elapsed() <= command_settles_ms || !running_.is(choices::Backend::cuda) ||
      !snapshot.parameters.is(choices::Backend::cpu))
    return;
  running_.copy("backend", snapshot.parameters);
  ParameterSet shown = editor_.parameters();
  shown.copy("backend", snapshot.parameters);
  editor_.apply(tr("Compute on CPU"), shown);
}

bool SimulationControl::needs_rebuild(const ParameterSet& parameters) const {
  const ParameterSet& base = tasks_.busy() ? opening_ : running_;
  return combined(base, parameters, false) != base;
}

void SimulationControl::take_edit() {
  const ParameterSet& edited = editor_.parameters();
  emit graphics_card_chosen(edited.is(choices::Backend::cuda));
  if (needs_rebuild(edited)) {
    open();
    return;
  }
  if (!opened_) {
    if (start_failed_) // a movie or a protocol that could not be read: what was edited may mend it
      open();
    return;
  }
  const ParameterSet wanted = playable(combined(running_, edited, true), running_);
  if (wanted == running_)
    return;
  running_ = wanted;
  data_.service().edit(running_);
}

void SimulationControl::task_ended(const TaskStatus& status) {
  if (status.state == TaskState::done) {
    opened_ = true;
    running_ = opening_;
    since_command_.restart();
    banner_.forgive(QStringLiteral("network"));
    emit network_opened(running_);
    take_edit(); // what was turned while it was built
    return;
  }
  start_failed_ = !opened_ && status.state == TaskState::failed;
  if (status.state == TaskState::failed)
    banner_.warn_of(QStringLiteral("network"), QString::fromStdString(status.error));
  else
    banner_.tell(opened_ ? tr("Build cancelled. The previous network keeps running.")
                         : tr("Build cancelled. Ctrl+N chooses a network."));
  if (opened_) { // the editor shows what runs
    const ParameterSet back = combined(editor_.parameters(), running_, false);
    editor_.apply(tr("Network change"), back);
  }
}

} // namespace striate
