// How long does a user wait from the start of the program to the first spikes in the raster? Opens the real main window
// on the small network (or the one named as argument) and reports when LiveData holds spikes and the raster has been
// painted after that. Target: 3 s.
#include "ui/views/raster_view.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <cstdio>

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
    if (raster && raster->shown_spikes() > 0) {
      std::printf("window shown after %.2f s, first spikes in the raster after %.2f s (target 3, ratio %.2f)\n",
                  static_cast<double>(shown_ms) * 1e-3, static_cast<double>(clock.elapsed()) * 1e-3,
                  static_cast<double>(clock.elapsed()) / 3000.0);
      QApplication::quit();
    }
  });
  poll.start(1);
  return QApplication::exec();
}
