// SPDX-License-Identifier: Apache-2.0
#include "ui/transport/run_button.h"

#include "ui/actions/line_icon.h"

#include <QAction>

namespace striate {

RunButton::RunButton(QAction* action, QWidget* parent)
    : QPushButton(parent), run_(line_icon("run", Qt::white)), pause_(line_icon("pause", Qt::white)) {
  setObjectName("run");
  setProperty("role", "primary");
  setToolTip(action->toolTip());
  connect(this, &QPushButton::clicked, action, &QAction::trigger);
  // The wider of the two texts gives the width, so that the bar does not jump.
  show_running(true);
  setMinimumWidth(sizeHint().width() + 10);
  show_running(false);
}

void RunButton::show_running(bool running) {
  const QString text = running ? tr("Pause") : tr("Run");
  if (text == this->text())
    return;
  setText(text);
  setAccessibleName(text);
  setIcon(running ? pause_ : run_);
}

} // namespace striate
