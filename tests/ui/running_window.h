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

/// The tiny network with a small LGN: it is built at once and runs faster than real time.
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

/// Where the window's run is; 0 before there is one.
inline std::int64_t now_ms(MainWindow& window) {
  return window.data().latest() ? window.data().latest()->now_ms : 0;
}

/// A window with these parameters, shown; its network may not be there yet.
inline std::unique_ptr<MainWindow> shown_window(const ParameterSet& parameters = tiny_parameters(),
                                                QSize size = {1280, 800}) {
  auto window = std::make_unique<MainWindow>(parameters);
  window->resize(size);
  window->show();
  return window;
}

/// A window on the tiny network, shown and running.
class TinyWindow {
public:
  explicit TinyWindow(QSize size = {1280, 800}) : window(shown_window(tiny_parameters(), size)) {
    running = QTest::qWaitFor([this] { return now() > 20; }, 60'000);
    settle();
  }
  std::int64_t now() const { return now_ms(*window); }
  bool is_running() const { return window->data().latest() && window->data().latest()->running; }
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
