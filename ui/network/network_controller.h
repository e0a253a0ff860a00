// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/shell/recent_files.h"

#include <QObject>

#include <functional>

class QMenu;
class QMimeData;
class QWidget;

namespace striate {

class ActionList;
class ParameterEditor;
class ParameterSet;

/// Chooses the network: the build dialog, SONATA networks from files, those used last, dropped files and folders. A
/// choice is one undoable edit; the simulation follows the editor.
class NetworkController : public QObject {
  Q_OBJECT
public:
  /// before: calls its argument when the session may take another network.
  NetworkController(QWidget* window, ParameterEditor& editor, std::function<void(const std::function<void()>&)> before);

  void connect_actions(ActionList& actions);
  void fill_recent_menu(QMenu* menu);
  /// Opens a SONATA network: its config file or folder.
  void open(const QString& path);
  /// The network was opened without an error: it is kept among the recent ones.
  void opened();

  /// The config or folder that is dragged; "" when it is something else.
  static QString dropped_network(const QMimeData* data);

private:
  void choose();
  void take(const ParameterSet& parameters);
  void ask_open();

  QWidget* window_;
  ParameterEditor& editor_;
  std::function<void(const std::function<void()>&)> before_;
  RecentFiles recent_{"network/recent"};
};

} // namespace striate
