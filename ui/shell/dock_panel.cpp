// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/dock_panel.h"

#include "ui/theme/card.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QVBoxLayout>

namespace striate {

namespace {

Card* framed(QWidget* content, const char* name, Card::Part part, QMargins margins) {
  auto* frame = new Card(nullptr, part);
  frame->setObjectName(QString::fromLatin1(name));
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(margins);
  column->setSpacing(0);
  column->addWidget(content);
  return frame;
}

} // namespace

DockPanel::DockPanel(const QString& title, const QString& object_name, QWidget* header, QWidget* content,
                     QWidget* window)
    : QDockWidget(title, window) {
  setObjectName(object_name);
  setAccessibleName(title);
  setFeatures(DockWidgetClosable | DockWidgetMovable | DockWidgetFloatable);
  Card* bar = framed(header, "panel-title", Card::Part::upper, {12, 8, 12, 4});
  bar->setToolTip(tr("Drag to move, double-click to float"));
  setTitleBarWidget(bar);
  setWidget(framed(content, "panel-body", Card::Part::lower, {2, 0, 2, 6}));
}

void DockPanel::contextMenuEvent(QContextMenuEvent* event) {
  if (!titleBarWidget()->geometry().contains(event->pos()))
    return QDockWidget::contextMenuEvent(event);
  QMenu menu(this);
  menu.addAction(isFloating() ? tr("Dock") : tr("Float"), this, [this] { setFloating(!isFloating()); });
  menu.addAction(tr("Hide"), this, &QDockWidget::close);
  menu.exec(event->globalPos());
}

} // namespace striate
