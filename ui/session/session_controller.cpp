// SPDX-License-Identifier: Apache-2.0
#include "ui/session/session_controller.h"

#include "engine/core/errors.h"
#include "ui/actions/action_list.h"
#include "ui/shell/message_banner.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QUndoStack>

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

SessionController::SessionController(QWidget* window, MessageBanner& banner, QUndoStack& changes,
                                     std::function<SessionDocument()> current)
    : QObject(window), window_(window), banner_(banner), changes_(changes), current_(std::move(current)),
      autosave_([this] { return copy(); }, this) {
  connect(&autosave_, &Autosave::failed, &banner_,
          [this](const QString& sentence) { banner_.warn_of(QStringLiteral("autosave"), sentence); });
  connect(&autosave_, &Autosave::kept, &banner_, [this] { banner_.forgive(QStringLiteral("autosave")); });
}

void SessionController::connect_actions(ActionList& actions) {
  actions.handle("file.open", [this] { ask_open(); });
  actions.handle("file.save", [this] { save(); });
  actions.handle("file.save-as", [this] { ask_save(); });
}

SessionDocument SessionController::copy() const {
  SessionDocument document = current_();
  document.copy_of = file_.string();
  return document;
}

bool SessionController::has_unsaved_changes() const {
  return !file_.empty() && !changes_.isClean();
}

void SessionController::before_leaving(const std::function<void()>& go_on) {
  if (!has_unsaved_changes())
    return go_on();
  if (question_)
    return question_->raise();
  question_ = new QMessageBox(QMessageBox::NoIcon, tr("Unsaved changes"),
                              tr("The session \"%1\" has unsaved changes.").arg(name()),
                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window_);
  question_->setObjectName("unsaved-changes");
  question_->setAttribute(Qt::WA_DeleteOnClose);
  question_->setDefaultButton(QMessageBox::Save);
  connect(question_, &QMessageBox::buttonClicked, this, [this, go_on](QAbstractButton* button) {
    const auto answer = question_->standardButton(button);
    question_.clear();
    if (answer == QMessageBox::Discard || (answer == QMessageBox::Save && save_to(file_)))
      go_on();
  });
  question_->open();
}

void SessionController::close_unasked() {
  if (changes_.isClean())
    autosave_.remove();
  else
    autosave_.save();
}

void SessionController::open(const fs::path& file) {
  before_leaving([this, file] { load(file); });
}

void SessionController::load(const fs::path& file) {
  try {
    const SessionDocument document = load_session(file);
    file_ = fs::absolute(file);
    recent_.note(QString::fromStdString(file.string()));
    banner_.forgive(QStringLiteral("session"));
    emit opened(document);
  } catch (const std::exception& failure) {
    banner_.warn_of(QStringLiteral("session"), QString::fromUtf8(failure.what()));
  }
}

bool SessionController::save_to(const fs::path& file) {
  try {
    save_session(file, current_());
    file_ = fs::absolute(file);
    recent_.note(QString::fromStdString(file.string()));
    banner_.forgive(QStringLiteral("session"));
    emit saved();
    banner_.tell(tr("Saved %1").arg(QString::fromStdString(file.string())));
    return true;
  } catch (const Error& failure) {
    banner_.warn_of(QStringLiteral("session"), QString::fromUtf8(failure.what()));
    return false;
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
  const fs::path newest = files.front();
  const QString when = QFileInfo(QString::fromStdString(newest.string())).lastModified().toString("yyyy-MM-dd HH:mm");
  const QString name = QString::fromStdString(Autosave::session_of(newest).stem().string());
  banner_.ask(name.isEmpty()
                  ? tr("Striate closed unexpectedly. The unsaved session of %1 can be restored.").arg(when)
                  : tr("Striate closed unexpectedly. The session \"%1\" can be restored as of %2.").arg(name, when),
              {{tr("Restore"), [this, newest] { before_leaving([this, newest] { recover(newest); }); }},
               {tr("Discard"), [this, newest] {
                  std::error_code ignored;
                  fs::remove(newest, ignored);
                  offer_recovery(); // another program may have left one, too
                }}});
}

/// The session has its name again, and changes that are not saved. The copy goes when there is another one of them.
void SessionController::recover(const fs::path& copy) {
  try {
    const SessionDocument document = load_session(copy);
    file_ = document.copy_of;
    emit opened(document);
    changes_.resetClean();
    emit recovered();
    if (autosave_.save()) {
      std::error_code ignored;
      fs::remove(copy, ignored);
      offer_recovery();
    }
  } catch (const std::exception& failure) {
    banner_.warn_of(QStringLiteral("session"), QString::fromUtf8(failure.what()));
  }
}

} // namespace striate
