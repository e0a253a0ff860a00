// SPDX-License-Identifier: Apache-2.0
#include "ui/transport/choice_button.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

namespace striate {

namespace {

QString with_arrow(const QString& text) {
  return text + QStringLiteral(" ▾");
}

} // namespace

ChoiceButton::ChoiceButton(const std::vector<QAction*>& choices, const QString& object_name,
                           const QString& accessible_name, QWidget* parent)
    : QToolButton(parent) {
  setObjectName(object_name);
  setAccessibleName(accessible_name);
  setToolTip(accessible_name);
  setPopupMode(InstantPopup);
  setToolButtonStyle(Qt::ToolButtonTextOnly);
  auto* menu = new QMenu(this);
  for (QAction* action : choices) {
    menu->addAction(action);
    connect(action, &QAction::toggled, this, &ChoiceButton::show_choice);
  }
  setMenu(menu);
  show_choice();
}

QSize ChoiceButton::sizeHint() const {
  const QSize own = QToolButton::sizeHint();
  const QFontMetrics metrics(font());
  int widest = 0;
  for (const QAction* action : menu()->actions())
    widest = std::max(widest, metrics.horizontalAdvance(with_arrow(action->iconText())));
  return {own.width() - metrics.horizontalAdvance(text()) + widest, own.height()};
}

void ChoiceButton::show_choice() {
  for (const QAction* action : menu()->actions())
    if (action->isChecked())
      setText(with_arrow(action->iconText()));
}

} // namespace striate
