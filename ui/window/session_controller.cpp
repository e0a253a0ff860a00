#include "ui/window/session_controller.h"

#include "engine/core/errors.h"
#include "ui/actions/action_list.h"
#include "ui/window/message_banner.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>

namespace striate {

namespace fs = std::filesystem;

namespace {

QString filter() {
  return SessionController::tr("Striate sessions (*.striate)");
}

QString folder_of(const fs::path& file) {
  return file.empty() ? QDir::homePath() : QString::fromStdString(file.parent_path().string());
}

} // namespace

SessionController::SessionController(QWidget* window, MessageBanner& banner, std::function<SessionDocument()> current)
    : QObject(window), window_(window), banner_(banner), current_(current), autosave_(std::move(current), this) {
  connect(&autosave_, &Autosave::failed, &banner_, &MessageBanner::warn);
}

void SessionController::connect_actions(ActionList& actions) {
  actions.handle("file.open", [this] { ask_open(); });
  actions.handle("file.save", [this] { save(); });
  actions.handle("file.save-as", [this] { ask_save(); });
}

void SessionController::open(const fs::path& file) {
  try {
    const SessionDocument document = load_session(file);
    file_ = file;
    recent_.note(QString::fromStdString(file.string()));
    emit opened(document);
  } catch (const std::exception& failure) {
    banner_.warn(QString::fromUtf8(failure.what()));
  }
}

void SessionController::save_to(const fs::path& file) {
  try {
    save_session(file, current_());
    file_ = file;
    recent_.note(QString::fromStdString(file.string()));
    emit saved();
    banner_.tell(tr("Saved %1").arg(QString::fromStdString(file.string())));
  } catch (const Error& failure) {
    banner_.warn(QString::fromUtf8(failure.what()));
  }
}

QString SessionController::name() const {
  return QString::fromStdString(file_.stem().string());
}

void SessionController::ask_open() {
  auto* dialog = new QFileDialog(window_, tr("Open session"), folder_of(file_), filter());
  dialog->setObjectName("open-session");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { open(file.toStdString()); });
  dialog->open();
}

void SessionController::save() {
  if (file_.empty())
    ask_save();
  else
    save_to(file_);
}

void SessionController::ask_save() {
  auto* dialog = new QFileDialog(window_, tr("Save session"), folder_of(file_), filter());
  dialog->setObjectName("save-session");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before it takes an existing file
  dialog->setDefaultSuffix("striate");
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { save_to(file.toStdString()); });
  dialog->open();
}

void SessionController::fill_recent_menu(QMenu* menu) {
  recent_.fill(menu, tr("No recent session"), [this](const QString& path) { open(path.toStdString()); });
}

void SessionController::offer_recovery() {
  const std::vector<fs::path> files = Autosave::left_behind();
  if (files.empty())
    return;
  const auto forget = [files] {
    std::error_code ignored;
    for (const fs::path& file : files)
      fs::remove(file, ignored);
  };
  const QDateTime when = QFileInfo(QString::fromStdString(files.front().string())).lastModified();
  banner_.ask(tr("Striate did not close properly last time. Its session of %1 was kept.")
                  .arg(when.toString("yyyy-MM-dd HH:mm")),
              {{tr("Restore"),
                [this, newest = files.front(), forget] {
                  open(newest);
                  file_.clear(); // a copy: the next save asks where
                  forget();
                }},
               {tr("Discard"), forget}});
}

} // namespace striate
