// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/actions/action_list.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QTest>

#include <memory>

namespace striate {

inline ParameterSet tiny_parameters() {
  ParameterSet parameters;
  parameters.set_text("network", "tiny");
  parameters.set_text("small-lgn", "on");
  return parameters;
}

/// The user's settings are those of a first start.
inline void forget_settings() {
  QDir(qEnvironmentVariable("XDG_CONFIG_HOME") + "/striate").removeRecursively();
}

/// A window on the tiny network, shown and running.
class TinyWindow {
public:
  explicit TinyWindow(QSize size = {1280, 800}) : window(std::make_unique<MainWindow>(tiny_parameters())) {
    window->resize(size);
    window->show();
    running =
        QTest::qWaitFor([this] { return window->data().latest() && window->data().latest()->now_ms > 20; }, 60'000);
    settle();
  }
  template <typename Widget>
  Widget* find(const char* name) const {
    return window->findChild<Widget*>(QString::fromLatin1(name));
  }
  void trigger(const char* action) const {
    window->actions().action(action)->trigger();
    settle();
  }
  static void settle() {
    for (int i = 0; i < 5; ++i)
      QCoreApplication::processEvents();
  }

  std::unique_ptr<MainWindow> window;
  bool running = false;
};

} // namespace striate
