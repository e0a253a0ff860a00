#include "ui/window/tuning_controller.h"

#include "engine/core/errors.h"
#include "engine/session/run_settings.h"
#include "ui/actions/action_list.h"
#include "ui/edit/parameter_editor.h"
#include "ui/live/live_data.h"
#include "ui/tuning/tuning_panel.h"
#include "ui/window/analyze_dialog.h"
#include "ui/window/message_banner.h"
#include "ui/window/task_bar.h"
#include "ui/window/window_settings.h"

#include <QAction>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QUrl>

#include <algorithm>

namespace striate {

namespace {

constexpr const char* folder_key = "tuning/folder";

/// A folder that does not exist yet.
QString new_folder() {
  const QDir base(TuningController::base_folder());
  const QString name = QDateTime::currentDateTime().toString("yyyy-MM-dd_HH-mm-ss");
  QString folder = base.filePath(name);
  for (int n = 2; QFileInfo::exists(folder); ++n)
    folder = base.filePath(QStringLiteral("%1_%2").arg(name).arg(n));
  return folder;
}

bool same_network(const ParameterSet& a, const ParameterSet& b) {
  return std::ranges::none_of(a.differences(b),
                              [](const std::string& key) { return parameter(key).group == "Network"; });
}

QFileDialog* folder_dialog(QWidget* window, const QString& title, const QString& start, const char* name) {
  auto* dialog = new QFileDialog(window, title, start);
  dialog->setObjectName(QString::fromLatin1(name));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  return dialog;
}

} // namespace

TuningController::TuningController(const Parts& parts, QWidget* window)
    : QObject(window), parts_(parts), window_(window) {
  connect(&parts_.panel, &TuningPanel::start_wanted, this, &TuningController::start);
  connect(&parts_.panel, &TuningPanel::go_on_wanted, this, &TuningController::go_on);
  connect(&parts_.work, &TuningWork::found, &parts_.study, &StudyData::set);
  connect(&parts_.work, &TuningWork::ended, this, &TuningController::ended);
  connect(&parts_.editor, &ParameterEditor::changed, this, &TuningController::show_state);
  // The end of the build and the network itself come in either order.
  connect(&parts_.build, &TaskBar::ended, this, &TuningController::show_state);
  connect(&parts_.data, &LiveData::network_changed, this, &TuningController::show_state);
  show_state();
}

void TuningController::connect_actions(ActionList& actions) {
  actions.handle("tuning.start", [this] { start(); });
  actions.handle("tuning.pause", [this] { pause_or_go_on(); });
  actions.handle("tuning.cancel", [this] { parts_.work.cancel(); });
  actions.handle("tuning.open", [this] { ask_open(); });
  actions.handle("tuning.analyze", [this] { ask_analyze(); });
  actions.handle("tuning.folder", [this] { ask_folder(); });
  const auto enable = [this, &actions] {
    const bool idle = parts_.work.state() == TuningWork::State::idle;
    for (const char* id : {"tuning.start", "tuning.open", "tuning.analyze"})
      actions.action(id)->setEnabled(idle);
    actions.action("tuning.pause")->setEnabled(!idle || parts_.work.can_go_on());
    actions.action("tuning.cancel")->setEnabled(!idle);
  };
  connect(&parts_.work, &TuningWork::state_changed, this, enable);
  connect(&parts_.work, &TuningWork::ended, this, enable);
  enable();
}

QString TuningController::base_folder() {
  return WindowSettings().value(folder_key, QDir::home().filePath("Striate/tuning")).toString();
}

void TuningController::set_base_folder(const QString& folder) {
  WindowSettings().setValue(folder_key, folder);
}

QString TuningController::obstacle() const {
  if (!parts_.data.network() || parts_.build.busy())
    return tr("The network is being built.");
  return {};
}

void TuningController::show_state() {
  parts_.panel.set_obstacle(obstacle());
}

/// Says what a failure at the start was.
template <typename Work>
void TuningController::attempt(Work&& work) {
  if (const QString sentence = obstacle(); !sentence.isEmpty()) {
    parts_.banner.tell(sentence);
    return;
  }
  try {
    begun(work());
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void TuningController::start() {
  if (parts_.work.state() != TuningWork::State::idle)
    return;
  attempt([this] {
    return parts_.work.start(parts_.editor.parameters(), parts_.data.network(), new_folder().toStdString());
  });
}

void TuningController::go_on() {
  if (parts_.work.can_go_on())
    attempt([this] { return parts_.work.go_on(); });
}

void TuningController::pause_or_go_on() {
  if (parts_.work.state() == TuningWork::State::running)
    parts_.work.pause();
  else if (parts_.work.state() == TuningWork::State::paused)
    parts_.work.resume();
  else
    go_on();
}

void TuningController::begun(const std::shared_ptr<Task>& task) {
  parts_.tasks.watch(task);
  const Snapshot* now = parts_.data.latest();
  resume_live_ = now && now->running;
  if (resume_live_)
    parts_.data.service().pause();
}

void TuningController::ended(const TaskStatus& status) {
  if (resume_live_)
    parts_.data.service().run();
  resume_live_ = false;
  const int done = parts_.work.finished_trials(), trials = parts_.work.trial_count();
  for (const std::string& warning : status.warnings)
    parts_.banner.warn(QString::fromStdString(warning));
  if (status.state == TaskState::failed)
    parts_.banner.warn(QString::fromStdString(status.error));
  else if (status.state == TaskState::cancelled && trials > 0)
    parts_.banner.tell(tr("The tuning run stopped after %1 of %2 trials; it can go on.").arg(done).arg(trials));
  else if (status.state == TaskState::done && trials > 0 && done == trials)
    parts_.banner.tell(tr("Measured %1 trials; spikes and tables are in %2").arg(trials).arg(parts_.work.folder()),
                       {{tr("Open folder"),
                         [folder = parts_.work.folder()] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }}});
}

void TuningController::open_run(const QString& folder) {
  try {
    const ParameterSet parameters = read_run_settings(QDir(folder).filePath("settings.json").toStdString()).parameters;
    pending_ = Pending{parameters, folder};
    parts_.editor.apply(tr("Open tuning run"), parameters); // a network of its own is built first
    if (!parts_.build.busy())
      network_opened();
  } catch (const Error& failure) {
    parts_.banner.warn(QString::fromUtf8(failure.what()));
  }
}

void TuningController::network_opened() {
  show_state();
  if (!pending_)
    return;
  const Pending wanted = *std::exchange(pending_, std::nullopt);
  if (!same_network(wanted.parameters, parts_.editor.parameters()))
    return; // the user chose another network meanwhile
  attempt([&] { return parts_.work.open(wanted.parameters, parts_.data.network(), wanted.folder.toStdString()); });
}

void TuningController::analyze(const DatasetFiles& files) {
  attempt([&] { return parts_.work.analyze(files, QString::fromStdString(files.spikes.front().filename().string())); });
}

void TuningController::ask_open() {
  auto* dialog = folder_dialog(window_, tr("Open a tuning run"), base_folder(), "open-tuning-run");
  connect(dialog, &QFileDialog::fileSelected, this, &TuningController::open_run);
  dialog->open();
}

void TuningController::ask_analyze() {
  auto* dialog = new AnalyzeDialog(window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { analyze(dialog->files()); });
  dialog->open();
}

void TuningController::ask_folder() {
  auto* dialog = folder_dialog(window_, tr("Folder for tuning runs"), base_folder(), "tuning-folder");
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
    set_base_folder(folder);
    parts_.banner.tell(tr("Tuning runs will be kept in %1").arg(folder));
  });
  dialog->open();
}

} // namespace striate
