#pragma once
#include "ui/window/autosave.h"
#include "ui/window/recent_files.h"
#include "ui/window/session_file.h"

#include <QObject>

#include <filesystem>
#include <functional>

class QMenu;
class QWidget;

namespace striate {

class ActionList;
class MessageBanner;

/// Session files: open, save, recent ones, the automatic copy and what a crash left behind.
class SessionController : public QObject {
  Q_OBJECT
public:
  /// current: the session as it is now.
  SessionController(QWidget* window, MessageBanner& banner, std::function<SessionDocument()> current);

  void connect_actions(ActionList& actions);
  /// Fills a menu with the files used last whenever it opens.
  void fill_recent_menu(QMenu* menu);
  /// Offers what a crash left behind.
  void offer_recovery();

  void open(const std::filesystem::path& file);
  void save_to(const std::filesystem::path& file);
  void edited() { autosave_.soon(); }
  void close() { autosave_.remove(); }
  QString name() const; ///< of the file, without folder; "" before the first save

signals:
  void opened(const SessionDocument& document);
  void saved();

private:
  void ask_open();
  void save();
  void ask_save();

  QWidget* window_;
  MessageBanner& banner_;
  std::function<SessionDocument()> current_;
  Autosave autosave_;
  RecentFiles recent_{"session/recent"};
  std::filesystem::path file_;
};

} // namespace striate
