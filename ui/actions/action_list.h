// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <span>
#include <vector>

class QAction;
class QWidget;

namespace striate {

/// THE list of everything the user can do. Menus, tool bars, shortcuts, the command palette and the cheat sheet read
/// it.
struct ActionInfo {
  QString id;   ///< "simulation.run"
  QString menu; ///< "Simulation"; empty: palette and shortcut only
  QString text; ///< "Run / pause"
  QKeySequence shortcut;
  QString tooltip;
  QString icon; ///< name of an icon in resources/icons; empty: none
  bool checkable = false;
  QString choice;       ///< checkable actions of one choice exclude each other; empty: none
  QString label;        ///< on buttons, where room is scarce; empty: text
  bool section = false; ///< begins a section of its menu
};

std::span<const ActionInfo> action_table();

/// The QActions made from the table. handle() says what an action does; an action without handler is an error that the
/// tests find.
class ActionList : public QObject {
  Q_OBJECT
public:
  explicit ActionList(QWidget* window);

  QAction* action(const QString& id) const; ///< throws Error for an unknown id
  void handle(const QString& id, std::function<void()> handler);
  std::vector<QString> unhandled() const;
  /// Redraws the icons, after a change of theme.
  void set_icon_color(const QColor& color);

private:
  std::map<QString, QAction*> actions_;
  std::map<QString, bool> handled_;
};

} // namespace striate
