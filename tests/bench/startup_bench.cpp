// SPDX-License-Identifier: Apache-2.0
// How long does a user wait from the start of the program to the first spikes in the raster? Opens the real main window
// on the small network (or the one named as argument) and reports when LiveData holds spikes and the raster has been
// painted after that, in seconds of wall time and of computing time. Mark: 1.5 s of computing time.
#include "ui/plot/figure_widget.h"
#include "ui/views/raster_view.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace {

/// Spikes are the only strongly coloured pixels of the plot.
bool shows_spikes(const QImage& picture) {
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) {
      const QColor c = picture.pixelColor(x, y);
      if (std::max({c.red(), c.green(), c.blue()}) - std::min({c.red(), c.green(), c.blue()}) > 60)
        return true;
    }
  return false;
}

} // namespace

int main(int argc, char** argv) {
  QElapsedTimer clock;
  clock.start();
  QApplication application(argc, argv);
  striate::ParameterSet parameters;
  if (argc > 1)
    parameters.set_text("network", argv[1]);
  striate::MainWindow window(parameters);
  window.resize(1280, 800);
  window.show();
  const qint64 shown_ms = clock.elapsed();
  const auto* raster = window.findChild<striate::RasterView*>();
  QTimer poll;
  QObject::connect(&poll, &QTimer::timeout, [&] {
    if (window.data().spikes().empty() || !shows_spikes(raster->plot()->grab().toImage()))
      return;
    const auto seconds = [](qint64 ms) { return static_cast<double>(ms) * 1e-3; };
    const double computing_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    std::printf("window shown after %.2f s, first spikes in the raster after %.2f s and %.2f s of computing (mark 1.5, "
                "ratio %.2f)\n",
                seconds(shown_ms), seconds(clock.elapsed()), computing_s, computing_s / 1.5);
    QApplication::quit();
  });
  poll.start(5);
  return QApplication::exec();
}
