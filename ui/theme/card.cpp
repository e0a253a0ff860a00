// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/card.h"

#include "ui/theme/list_look.h"

#include <QPainter>

namespace striate {

namespace {

constexpr double radius_px = 6.0;

} // namespace

Card::Card(QWidget* parent, Part part, QPalette::ColorRole ground) : QFrame(parent), part_(part), ground_(ground) {}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QRectF outline(rect());
  if (part_ == Part::upper) // the rounded corners of the other half are outside
    outline.adjust(0, 0, 0, 2 * radius_px);
  else if (part_ == Part::lower)
    outline.adjust(0, -2 * radius_px, 0, 0);
  painter.setClipRect(rect());
  paint_card(painter, outline, radius_px, palette().color(ground_), palette().color(QPalette::Mid));
}

} // namespace striate
