// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/ui/fake_run.h"
#include "ui/live/live_data.h"
#include "ui/live/time_window.h"

#include <QTest>
#include <QWheelEvent>
#include <QWidget>

#include <cmath>
#include <memory>

namespace striate {

/// Data, window and one view on a run of made-up spikes.
template <typename View>
struct Stage {
  explicit Stage(std::uint32_t neurons = 3000, double rate_scale = 1.0) : run(neurons, rate_scale) {
    window.attach(&data);
    view = std::make_unique<View>(&data, &window);
    view->resize(800, 600);
    view->show();
    advance(1);
    run.select_lgn_units(data.lgn_units());
  }
  void advance(int ms) {
    for (int done = 0; done < ms; done += 16)
      data.accept(run.advance(std::min(16, ms - done)));
    settle();
  }
  void settle() { QTest::qWait(40); }
  template <typename Child>
  Child* child(const char* name) {
    return view->template findChild<Child*>(QLatin1String(name));
  }

  LiveData data;
  TimeWindow window;
  FakeRun run;
  std::unique_ptr<View> view;
};

inline void turn_wheel(QWidget* widget, QPointF at, int steps, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QWheelEvent event(at, widget->mapToGlobal(at), QPoint(), QPoint(0, 120 * steps), Qt::NoButton, modifiers,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(widget, &event);
}

inline void move_mouse(QWidget* widget, QPointF at) {
  QMouseEvent event(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(widget, &event);
}

inline std::size_t dot_count(const FigureModel& figure) {
  std::size_t dots = 0;
  for (const Panel& panel : figure.panels)
    for (const Series& series : panel.series)
      if (const auto* d = std::get_if<DotSeries>(&series))
        dots += d->x.size();
  return dots;
}

inline std::size_t spike_count(const LiveData& data, double from, double to, std::uint32_t first_rank,
                               std::uint32_t last_rank) {
  std::size_t count = 0;
  data.spikes().for_each_step(static_cast<std::int64_t>(std::ceil(from)), static_cast<std::int64_t>(std::ceil(to)),
                              [&](std::int64_t, std::span<const std::uint32_t> ids) {
                                for (const std::uint32_t id : ids) {
                                  const auto rank = static_cast<std::uint32_t>(data.order().rank[id]);
                                  count += rank >= first_rank && rank < last_rank;
                                }
                              });
  return count;
}

} // namespace striate
