// SPDX-License-Identifier: Apache-2.0
#include "ui/run/recording_controller.h"

#include "engine/core/errors.h"
#include "engine/session/recording_estimate.h"
#include "ui/actions/action_list.h"
#include "ui/controls/parameter_editor.h"
#include "ui/live/live_data.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/window_settings.h"

#include <QAction>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QLocale>
#include <QUrl>

namespace striate {

namespace {

constexpr const char* recording_folder_key = "recording/folder";

/// A folder that does not exist yet.
QString new_folder() {
  const QDir base(RecordingController::base_folder());
  const QString name = QDateTime::currentDateTime().toString("yyyy-MM-dd_HH-mm-ss");
  QString folder = base.filePath(name);
  for (int n = 2; QFileInfo::exists(folder); ++n)
    folder = base.filePath(QStringLiteral("%1_%2").arg(name).arg(n));
  return folder;
}

} // namespace

RecordingController::RecordingController(LiveData& data, const ParameterEditor& editor, TaskBar& tasks,
                                         MessageBanner& banner, QWidget* window)
    : QObject(window), data_(data), editor_(editor), tasks_(tasks), banner_(banner), window_(window) {
  connect(&data_, &LiveData::updated, this, &RecordingController::follow_snapshot);
}

void RecordingController::connect_actions(ActionList& actions) {
  actions.handle("simulation.record", [this] { toggle(); });
  actions.handle("simulation.record-folder", [this] { ask_folder(); });
  QAction* record = actions.action("simulation.record");
  record->setChecked(false);
  connect(this, &RecordingController::changed, record, &QAction::setChecked);
}

QString RecordingController::base_folder() {
  return WindowSettings().value(recording_folder_key, QDir::home().filePath("Striate/recordings")).toString();
}

void RecordingController::set_base_folder(const QString& folder) {
  WindowSettings().setValue(recording_folder_key, folder);
}

void RecordingController::start() {
  tasks_.look(); // edits that wait for a network which is there by now go first
  try {          // before a folder is made for it
    const RecordingPlan plan = recording_plan(editor_.parameters());
    if (const auto network = data_.network())
      recording_subject(plan, *network);
  } catch (const Error& failure) {
    banner_.warn(QString::fromUtf8(failure.what()));
    return;
  }
  data_.service().start_recording(new_folder().toStdString());
}

void RecordingController::stop() {
  data_.service().stop_recording();
}

void RecordingController::toggle() {
  if (recording_)
    stop();
  else
    start();
  emit changed(recording_); // the light follows the recording, not the press
}

void RecordingController::follow_snapshot() {
  const Snapshot* now = data_.latest();
  if (!now)
    return;
  if (now->recording) {
    file_ = QString::fromStdString(now->recording_file);
    spikes_ = now->recorded_spikes;
  }
  if (now->recording == recording_)
    return;
  recording_ = now->recording;
  emit changed(recording_);
  if (recording_) {
    banner_.tell(tr("Recording to %1").arg(folder()));
    return;
  }
  spikes_ = std::max<quint64>(spikes_, now->recorded_spikes);
  const bool spikes = QFileInfo(file_).isFile();
  const QString count = QLocale(QLocale::English).toString(spikes_);
  banner_.tell(spikes ? tr("Recorded %1 spikes to %2").arg(count, file_) : tr("Recorded to %1").arg(folder()),
               {{tr("Open folder"), [folder = folder()] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }}});
}

/// The service tells the spike file, or the folder when spikes are not recorded.
QString RecordingController::folder() const {
  const QFileInfo info(file_);
  return info.isDir() ? info.absoluteFilePath() : info.absolutePath();
}

void RecordingController::ask_folder() {
  auto* dialog = new QFileDialog(window_, tr("Folder for recordings"), base_folder());
  dialog->setObjectName("recordings-folder");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
    set_base_folder(folder);
    emit folder_changed(folder);
    banner_.tell(tr("Recordings will be saved in %1").arg(folder));
  });
  dialog->open();
}

} // namespace striate
