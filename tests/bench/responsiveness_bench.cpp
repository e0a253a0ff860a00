// SPDX-License-Identifier: Apache-2.0
// Does the window answer while the network runs as fast as it can? For ten seconds the direction is edited every 50 ms
// by a key on the dial; reported are the time from the key to its end (edit sent, widgets updated), the longest pause
// of the event loop, and the frames of the raster. Targets: an input answered in under 50 ms, at least 20 frames a
// second.
#include "ui/actions/action_list.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/raster_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

class PaintCounter : public QObject {
public:
  int paints = 0;

protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    paints += event->type() == QEvent::Paint;
    return QObject::eventFilter(watched, event);
  }
};

} // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  striate::ParameterSet parameters;
  parameters.set_text("network", argc > 1 ? argv[1] : "core");
  striate::MainWindow window(parameters);
  window.resize(1600, 1000);
  window.show();
  window.actions().action("simulation.speed-max")->trigger();
  auto* raster = window.findChild<striate::RasterView*>();
  auto* dial = window.findChild<QWidget*>("dial");
  PaintCounter paints;
  raster->plot()->installEventFilter(&paints);

  std::vector<double> key_ms;
  double longest_pause_ms = 0.0;
  QElapsedTimer running;
  QElapsedTimer since_tick;
  QTimer ticks;
  QTimer keys;
  QObject::connect(&ticks, &QTimer::timeout, [&] {
    if (window.data().spikes().empty())
      return;
    if (!running.isValid()) {
      running.start();
      paints.paints = 0;
      keys.start(50);
    } else {
      longest_pause_ms = std::max(longest_pause_ms, static_cast<double>(since_tick.nsecsElapsed()) * 1e-6);
    }
    since_tick.start();
    if (running.elapsed() > 10'000)
      QApplication::quit();
  });
  QObject::connect(&keys, &QTimer::timeout, [&] {
    QElapsedTimer clock;
    clock.start();
    QKeyEvent press(QEvent::KeyPress, Qt::Key_Up, Qt::NoModifier);
    QApplication::sendEvent(dial, &press);
    key_ms.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
  });
  ticks.start(1);
  QApplication::exec();

  std::sort(key_ms.begin(), key_ms.end());
  std::printf(
      "%zu keys: median %.2f ms, longest %.2f ms; longest pause of the event loop %.1f ms (target 50, ratio %.2f); "
      "%.0f frames/s (target 20); wall/model %.2f\n",
      key_ms.size(), key_ms[key_ms.size() / 2], key_ms.back(), longest_pause_ms, longest_pause_ms / 50.0,
      paints.paints * 1000.0 / static_cast<double>(running.elapsed()), window.data().latest()->wall_over_model);
  return 0;
}
