// SPDX-License-Identifier: Apache-2.0
#include "ui/views/history_bar.h"

#include "ui/live/time_window.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QStyleOptionSlider>

#include <cmath>

namespace striate {

HistoryBar::HistoryBar(TimeWindow* window, QWidget* parent) : QScrollBar(Qt::Horizontal, parent), window_(window) {
  setObjectName(QStringLiteral("raster-scroll"));
  setAccessibleName(tr("Displayed part of the history"));
  setToolTip(tr("History, at least 60 s. Drag to look back; the run continues."));
  setFixedHeight(14);
  connect(window_, &TimeWindow::changed, this, &HistoryBar::follow_window);
  connect(this, &QScrollBar::valueChanged, window_, [this](int value) { window_->scroll_to(value); });
  follow_window();
}

void HistoryBar::set_theme(Theme theme) {
  theme_ = theme;
  update();
}

void HistoryBar::set_marks(std::vector<double> mark_ms) {
  if (mark_ms == mark_ms_)
    return;
  mark_ms_ = std::move(mark_ms);
  update();
}

void HistoryBar::follow_window() {
  const QSignalBlocker quiet(this);
  setRange(static_cast<int>(window_->first_ms()), static_cast<int>(std::ceil(window_->live_from_ms())));
  setPageStep(static_cast<int>(window_->length_ms()));
  setSingleStep(static_cast<int>(0.1 * window_->length_ms()));
  setValue(window_->following() ? maximum() : static_cast<int>(std::lround(window_->from_ms())));
  update();
}

void HistoryBar::paintEvent(QPaintEvent*) {
  const SurfaceColors colors = surface_colors(theme_);
  QStyleOptionSlider option;
  initStyleOption(&option);
  const QRectF groove = style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, this);
  const QRectF slider = style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, this);
  const auto bar = [this](const QRectF& r) { return QRectF(r.left(), 0.5 * height() - 3.0, r.width(), 6.0); };

  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colors.raised);
  painter.drawRoundedRect(bar(groove), 3.0, 3.0);
  QColor handle = window_->following() ? colors.quiet : colors.accent;
  handle.setAlpha(underMouse() || isSliderDown() ? 255 : 170);
  painter.setBrush(handle);
  painter.drawRoundedRect(bar(slider), 3.0, 3.0);

  const double span = std::max(window_->end_ms(), window_->to_ms()) - window_->first_ms();
  if (span <= 0.0)
    return;
  painter.setBrush(to_qcolor(striate::palette(Ink::stimulus, theme_)));
  for (const double ms : mark_ms_)
    if (ms > window_->first_ms())
      painter.drawRect(QRectF(groove.left() + groove.width() * (ms - window_->first_ms()) / span - 0.5,
                              0.5 * height() - 5.0, 1.0, 10.0));
}

} // namespace striate
