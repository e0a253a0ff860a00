// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/session/autosave.h"
#include "ui/session/session_file.h"
#include "ui/shell/recent_files.h"

#include <QMessageBox>
#include <QObject>
#include <QPointer>

#include <filesystem>
#include <functional>

class QMenu;
class QUndoStack;
class QWidget;

namespace striate {

class ActionList;
class MessageBanner;

/// Session files: open, save, recent ones, the automatic copy and what a crash left behind. Changes of a session that
/// has a file are never lost without a question.
class SessionController : public QObject {
  Q_OBJECT
public:
  /// current: the session as it is now; changes: not clean when it differs from what was saved.
  SessionController(QWidget* window, MessageBanner& banner, QUndoStack& changes,
                    std::function<SessionDocument()> current);

  void connect_actions(ActionList& actions);
  /// Fills a menu with the files used last whenever it opens.
  void fill_recent_menu(QMenu* menu);
  /// Offers what a crash left behind.
  void offer_recovery();

  /// Asks first when unsaved changes would be lost.
  void open(const std::filesystem::path& file);
  bool save_to(const std::filesystem::path& file); ///< false when it could not be written; that is told
  void edited() { autosave_.soon(); }
  /// Of a session that has a file.
  bool has_unsaved_changes() const;
  /// Calls go_on at once, or when the user has chosen to save or to discard unsaved changes; never when he cancels.
  void before_leaving(const std::function<void()>& go_on);
  /// The program ends; the automatic copy goes.
  void close() { autosave_.remove(); }
  /// The program is ended from outside and nobody can be asked: unsaved changes stay in the automatic copy.
  void close_unasked();
  QString name() const; ///< of the file, without folder; "" before the first save

signals:
  void opened(const SessionDocument& document);
  void saved();
  void recovered(); ///< after opened

private:
  SessionDocument copy() const;
  void load(const std::filesystem::path& file);
  void recover(const std::filesystem::path& copy);
  void ask_open();
  void save();
  void ask_save();

  QWidget* window_;
  MessageBanner& banner_;
  QUndoStack& changes_;
  std::function<SessionDocument()> current_;
  Autosave autosave_;
  RecentFiles recent_{"session/recent"};
  std::filesystem::path file_;
  QPointer<QMessageBox> question_;
};

} // namespace striate
