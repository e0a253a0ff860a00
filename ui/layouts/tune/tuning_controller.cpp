// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/tuning_controller.h"

#include "engine/core/errors.h"
#include "engine/session/perturbation_schedule.h"
#include "engine/session/run_settings.h"
#include "ui/actions/action_list.h"
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/tune/analyze_dialog.h"
#include "ui/live/live_data.h"
#include "ui/shell/message_banner.h"

#include <QDesktopServices>
#include <QDir>
#include <QUrl>

namespace striate {

TuningController::TuningController(const Parts& parts, TuningWork& work, StudyData& study, QWidget* window)
    : RunController(parts, work, window), runs_(work) {
  connect(&runs_, &TuningWork::found, &study, &StudyData::set);
}

void TuningController::connect_actions(ActionList& actions) {
  connect_run_actions(actions, "tuning", {"tuning.open", "tuning.analyze"});
  actions.handle("tuning.open", [this] {
    folders().ask(window_, tr("Open a tuning run"), "open-tuning-run",
                  [this](const QString& folder) { open_run(folder); });
  });
  actions.handle("tuning.analyze", [this] { ask_analyze(); });
  actions.handle("tuning.folder", [this] {
    folders().ask(window_, tr("Folder for tuning runs"), "tuning-folder", [this](const QString& folder) {
      folders().set_base(folder);
      parts_.banner.tell(tr("Tuning runs will be saved in %1").arg(folder));
    });
  });
}

std::shared_ptr<Task> TuningController::begin_new() {
  ParameterSet parameters = parts_.editor.parameters(); // what is done to neurons now is done in every trial
  const Snapshot* now = parts_.data.latest();
  parameters.set_text("perturb", acting_throughout(parameters.text("perturb"), now ? now->now_ms : 0));
  auto task = runs_.start(parameters, parts_.data.network(), folders().new_folder().toStdString());
  QStringList done;
  for (const PerturbationTerm& term : parse_perturbations(parameters.text("perturb")))
    done << QString::fromStdString(term.describe());
  if (!done.isEmpty())
    parts_.banner.tell(tr("Applied in every trial of the tuning run: %1.").arg(done.join(", ")));
  return task;
}

std::shared_ptr<Task> TuningController::begin_open(const ParameterSet& parameters, const QString& folder) {
  return runs_.open(parameters, parts_.data.network(), folder.toStdString());
}

void TuningController::tell_end(const TaskStatus& status) {
  const int done = runs_.finished_trials(), trials = runs_.trial_count();
  if (status.state == TaskState::cancelled && trials > 0)
    parts_.banner.tell(tr("The tuning run stopped after %1 of %2 trials; it can be resumed.").arg(done).arg(trials));
  else if (status.state == TaskState::done && trials > 0 && done == trials)
    parts_.banner.tell(
        tr("Measured %1 trials; spikes and tables are in %2").arg(trials).arg(runs_.folder()),
        {{tr("Open folder"), [folder = runs_.folder()] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }}});
}

void TuningController::open_run(const QString& folder) {
  try {
    open_when_built(tr("Open tuning run"),
                    read_run_settings(QDir(folder).filePath("settings.json").toStdString()).parameters, folder);
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void TuningController::analyze(const DatasetFiles& files) {
  attempt([&] { return runs_.analyze(files, QString::fromStdString(files.spikes.front().filename().string())); });
}

void TuningController::ask_analyze() {
  auto* dialog = new AnalyzeDialog(window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { analyze(dialog->files()); });
  dialog->open();
}

} // namespace striate
