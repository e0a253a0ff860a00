// SPDX-License-Identifier: Apache-2.0
#include "ui/views/time_link.h"

#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"

#include <QKeyEvent>

#include <cmath>
#include <limits>

namespace striate {

double wheel_zoom_factor(double steps) {
  return std::pow(1.2, -steps);
}

void wheel_time(TimeWindow& window, double around_ms, double steps, Qt::KeyboardModifiers modifiers) {
  if (modifiers.testFlag(Qt::ShiftModifier))
    window.scroll_by(-0.1 * steps * window.length_ms());
  else
    window.zoom(wheel_zoom_factor(steps), around_ms);
}

void link_time_cursor(FigureWidget& plot, TimeWindow& window) {
  QObject::connect(&plot, &FigureWidget::hovered, &window,
                   [&window](int, double ms, double, QPoint) { window.set_cursor(ms); });
  QObject::connect(&plot, &FigureWidget::left, &window, [&window] { window.set_cursor(std::nullopt); });
  QObject::connect(&window, &TimeWindow::cursor_changed, &plot, [&plot, &window] {
    plot.set_cursor_x(window.cursor_ms().value_or(std::numeric_limits<double>::quiet_NaN()));
  });
}

void link_time(FigureWidget& plot, TimeWindow& window) {
  link_time_cursor(plot, window);
  QObject::connect(&plot, &FigureWidget::wheel_turned, &window,
                   [&window](int, double around_ms, double, double steps, Qt::KeyboardModifiers modifiers) {
                     wheel_time(window, around_ms, steps, modifiers);
                   });
  QObject::connect(&plot, &FigureWidget::dragged, &window,
                   [&window](int, double dx, double) { window.scroll_by(-dx); });
}

bool handle_time_key(const QKeyEvent& event, TimeWindow& window) {
  const double step = window.length_ms() * (event.modifiers().testFlag(Qt::ShiftModifier) ? 1.0 : 0.1);
  const double middle = window.from_ms() + 0.5 * window.length_ms();
  switch (event.key()) {
  case Qt::Key_Left:
    window.scroll_by(-step);
    return true;
  case Qt::Key_Right:
    window.scroll_by(step);
    return true;
  case Qt::Key_Home:
    window.scroll_to(window.first_ms());
    return true;
  case Qt::Key_End:
    window.go_live();
    return true;
  case Qt::Key_Plus:
  case Qt::Key_Equal:
    window.zoom(wheel_zoom_factor(1.0), middle);
    return true;
  case Qt::Key_Minus:
    window.zoom(wheel_zoom_factor(-1.0), middle);
    return true;
  default:
    return false;
  }
}

void calm_time_axes(FigureModel& figure) {
  for (Panel& panel : figure.panels) {
    Axis& axis = panel.x;
    const double low = axis.min + 0.051 * (axis.max - axis.min), high = axis.max - 0.051 * (axis.max - axis.min);
    std::vector<double> ticks;
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
      if (axis.ticks[i] < low || axis.ticks[i] > high)
        continue;
      ticks.push_back(axis.ticks[i]);
      if (i < axis.tick_labels.size())
        labels.push_back(axis.tick_labels[i]);
    }
    axis.label.clear();
    axis.unit.clear();
    axis.ticks = std::move(ticks);
    axis.tick_labels = std::move(labels);
  }
}

} // namespace striate
