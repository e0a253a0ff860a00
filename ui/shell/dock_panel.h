// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDockWidget>

namespace striate {

/// A dock that looks like a card: the header of what it shows is its title bar. Drag the title to move it, double click
/// to float it; its menu hides it.
class DockPanel : public QDockWidget {
  Q_OBJECT
public:
  /// header becomes the title bar, content the rest. Both are taken over.
  DockPanel(const QString& title, const QString& object_name, QWidget* header, QWidget* content, QWidget* window);

protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
};

} // namespace striate
