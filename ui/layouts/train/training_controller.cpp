// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_controller.h"

#include "engine/core/errors.h"
#include "engine/parameters/meaning.h"
#include "engine/session/run_settings.h"
#include "engine/training/run/kept_checkpoint.h"
#include "ui/actions/action_list.h"
#include "ui/controls/follow.h"
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/train/checkpoint_panel.h"
#include "ui/layouts/train/live_weights.h"
#include "ui/layouts/train/training_panel.h"
#include "ui/live/live_data.h"
#include "ui/network/sonata_export.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/window_settings.h"

#include <QAction>
#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QUrl>

namespace striate {

namespace {

/// A card has a pace of its own.
QString pace_key(const ParameterSet& parameters) {
  return "training/pace-" + QString::fromStdString(parameters.choice("backend"));
}

} // namespace

TrainingController::TrainingController(const Parts& parts, const TrainingParts& training, QWidget* window)
    : RunController(parts, training.work, window), training_(training),
      export_(new SonataExport(training.exports, parts.banner, this)) {
  connect(&training_.work, &TrainingWork::went_back, &parts_.banner, &MessageBanner::warn);
  connect(&training_.work, &RunWork::ended, this, &TrainingController::remember_pace);
  connect(&training_.checkpoints, &CheckpointPanel::use_wanted, this, &TrainingController::use_weights);
  connect(&training_.checkpoints, &CheckpointPanel::export_wanted, this, &TrainingController::ask_export);
  connect(training_.panel.live_box(), &QCheckBox::toggled, this, &TrainingController::set_live);
  connect(&parts_.data, &LiveData::network_changed, &training_.panel, &TrainingPanel::show_cost);
  follow(parts_.editor, "weights", this, [this] {
    training_.checkpoints.set_used(QString::fromStdString(parts_.editor.parameters().text("weights")));
  });
  follow(parts_.editor, "backend", this, [this] { show_pace(); });
}

void TrainingController::connect_actions(ActionList& actions) {
  connect_run_actions(actions, "training", {"training.open"});
  QAction* live = actions.action("training.live");
  QCheckBox* box = training_.panel.live_box();
  box->setToolTip(live->toolTip());
  actions.handle("training.live", [live, box] { box->setChecked(live->isChecked()); });
  connect(box, &QCheckBox::toggled, live, &QAction::setChecked);
  actions.handle("training.use", [this] { use_weights(training_.checkpoints.chosen()); });
  actions.handle("training.own", [this] { use_weights({}); });
  actions.handle("training.export", [this] { ask_export(training_.checkpoints.chosen()); });
  const auto enable = [this, &actions] {
    const bool chosen = !training_.checkpoints.chosen().isEmpty();
    actions.action("training.use")->setEnabled(chosen);
    actions.action("training.export")->setEnabled(chosen);
    actions.action("training.own")->setEnabled(!parts_.editor.parameters().text("weights").empty());
  };
  connect(&training_.checkpoints, &CheckpointPanel::choice_changed, this, enable);
  connect(&parts_.editor, &ParameterEditor::changed, this, enable);
  enable();
  actions.handle("training.open", [this] {
    folders().ask(window_, tr("Open a training run"), "open-training-run",
                  [this](const QString& folder) { open_run(folder); });
  });
  actions.handle("training.folder", [this] {
    folders().ask(window_, tr("Folder for training runs"), "training-folder", [this](const QString& folder) {
      folders().set_base(folder);
      parts_.banner.tell(tr("Training runs will be saved in %1").arg(folder));
    });
  });
}

std::shared_ptr<Task> TrainingController::begin_new() {
  return training_.work.start(parts_.editor.parameters(), parts_.data.network(), folders().new_folder().toStdString());
}

std::shared_ptr<Task> TrainingController::begin_again() {
  return training_.work.go_on(parts_.editor.parameters());
}

std::shared_ptr<Task> TrainingController::begin_open(const ParameterSet& parameters, const QString& folder) {
  return training_.work.open(parameters, parts_.data.network(), folder.toStdString());
}

void TrainingController::open_run(const QString& folder) {
  try {
    open_when_built(tr("Open training run"),
                    read_run_settings(QDir(folder).filePath("settings.json").toStdString()).parameters, folder);
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void TrainingController::tell_end(const TaskStatus& status) {
  const TrainingRun::Position& at = training_.data.position().at;
  if (status.state == TaskState::cancelled) {
    if (at.updates > 0)
      parts_.banner.tell(tr("Training stopped after %1 of %2 updates with a checkpoint; it can be resumed.")
                             .arg(at.update)
                             .arg(at.updates));
    return;
  }
  const auto& end = training_.work.end();
  if (!end)
    return; // an earlier run was opened
  const QString sentence = *end == TrainingEnd::all_epochs
                               ? tr("Trained %1 epochs; best validation: epoch %2.").arg(at.epochs).arg(at.best_epoch)
                           : *end == TrainingEnd::no_improvement
                               ? tr("Early stopping: no improvement since epoch %1.").arg(at.best_epoch)
                               : tr("Training reached its time limit after %1 of %2 updates; it can be resumed.")
                                     .arg(at.update)
                                     .arg(at.updates);
  parts_.banner.tell(sentence, {{tr("Open folder"), [folder = training_.data.position().folder] {
                                   QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
                                 }}});
}

bool TrainingController::live_waits() const {
  return !training_.live.wanted();
}

void TrainingController::set_live(bool wanted) {
  training_.live.set_wanted(wanted);
  if (wanted)
    release_live();
}

void TrainingController::use_weights(const QString& checkpoint) {
  ParameterSet parameters = parts_.editor.parameters();
  if (checkpoint.isEmpty()) {
    parameters.set_text("weights", "");
    parts_.editor.apply(tr("Original weights"), parameters);
    return;
  }
  try {
    const bool best = QFileInfo(checkpoint).fileName() == "best.h5";
    const std::string stem =
        best ? "epoch_" + std::to_string(training_.data.position().at.best_epoch) : std::string("kept");
    const ParameterSet of_run = training_.work.parameters();
    copy_scope(Scope::network, of_run, parameters);
    parameters.set_text("weights", kept_checkpoint(checkpoint.toStdString(), stem).string());
    parts_.editor.apply(tr("Training weights"), parameters);
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void TrainingController::ask_export(const QString& checkpoint) {
  auto* dialog = new QFileDialog(window_, tr("Export the trained network"),
                                 QDir(training_.data.position().folder).filePath("sonata"));
  dialog->setObjectName("export-network");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, checkpoint](const QString& folder) { export_network(checkpoint, folder); });
  dialog->open();
}

void TrainingController::export_network(const QString& checkpoint, const QString& folder) {
  try {
    export_->start(training_.data.network(), checkpoint.toStdString(), folder.toStdString());
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void TrainingController::remember_pace() {
  const double measured_s = training_.work.update_s();
  if (measured_s <= 0.0)
    return;
  WindowSettings().setValue(pace_key(training_.work.parameters()), measured_s / training_.work.estimated_update_s());
  show_pace();
}

void TrainingController::show_pace() {
  const double pace = WindowSettings().value(pace_key(parts_.editor.parameters())).toDouble();
  training_.panel.set_pace(pace > 0.0 ? std::optional(pace) : std::nullopt);
}

} // namespace striate
