// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/notice_area.h"

#include <QEvent>
#include <QMainWindow>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr int widest_px = 760, beside_px = 16, above_status_px = 12;

} // namespace

NoticeArea::NoticeArea(QMainWindow* window) : QWidget(window), window_(window) {
  setObjectName("notices");
  setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  window_->installEventFilter(this);
  hide();
}

void NoticeArea::add(QWidget* notice) {
  layout()->addWidget(notice);
  notice->installEventFilter(this);
}

bool NoticeArea::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::LayoutRequest)
    place();
  return done;
}

bool NoticeArea::eventFilter(QObject* watched, QEvent* event) {
  const bool resized = watched == window_ && event->type() == QEvent::Resize;
  const bool changed =
      watched != window_ && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent);
  if (resized || changed)
    place();
  return QWidget::eventFilter(watched, event);
}

void NoticeArea::place() {
  if (placing_)
    return;
  placing_ = true;
  QList<QWidget*> shown;
  for (int i = 0; i < layout()->count(); ++i)
    if (QWidget* notice = layout()->itemAt(i)->widget(); !notice->isHidden())
      shown << notice;
  if (shown.isEmpty())
    hide();
  else {
    const int width = std::min(widest_px, window_->width() - 2 * beside_px);
    layout()->invalidate();
    const int height =
        layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : layout()->totalSizeHint().height();
    const int bottom = window_->height() - window_->statusBar()->height() - above_status_px;
    setGeometry((window_->width() - width) / 2, bottom - height, width, height);
    layout()->setGeometry(rect());
    QRegion covered;
    for (const QWidget* notice : shown)
      covered += notice->geometry();
    setMask(covered);
    show();
    raise();
  }
  placing_ = false;
}

} // namespace striate
