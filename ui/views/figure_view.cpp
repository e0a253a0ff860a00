// SPDX-License-Identifier: Apache-2.0
#include "ui/views/figure_view.h"

#include "ui/theme/theme.h"
#include "ui/views/view_header.h"

#include <QPainter>
#include <QVBoxLayout>

namespace striate {

namespace {

constexpr int frame_ms = 16;

} // namespace

FigureView::FigureView(const QString& heading, QWidget* parent) : QWidget(parent), header_(new ViewHeader(heading)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 6, 10, 8);
  layout->setSpacing(2);
  layout->addWidget(header_);
  frame_.setSingleShot(true);
  frame_.setTimerType(Qt::PreciseTimer);
  connect(&frame_, &QTimer::timeout, this, &FigureView::draw);
  setProperty("setting", "view");
}

void FigureView::set_theme(Theme theme) {
  theme_ = theme;
  schedule();
}

void FigureView::schedule() {
  if (!isVisible() || frame_.isActive())
    return; // showEvent draws what a hidden view missed
  const qint64 waited = since_drawn_.isValid() ? since_drawn_.elapsed() : frame_ms;
  frame_.start(waited >= frame_ms ? 0 : frame_ms - static_cast<int>(waited));
}

void FigureView::draw() {
  if (!isVisible())
    return;
  since_drawn_.start();
  refresh();
}

void FigureView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  schedule();
}

void FigureView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  schedule();
}

void FigureView::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), surface_colors(theme_).panel);
}

} // namespace striate
