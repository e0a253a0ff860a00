// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QIcon>
#include <QPushButton>

class QAction;

namespace striate {

/// The one loud button: says what a press would do now.
class RunButton : public QPushButton {
  Q_OBJECT
public:
  RunButton(QAction* action, QWidget* parent);
  void show_running(bool running);

private:
  QIcon run_, pause_;
};

} // namespace striate
