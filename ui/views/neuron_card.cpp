// SPDX-License-Identifier: Apache-2.0
#include "ui/views/neuron_card.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace striate {

namespace {

constexpr int padding = 8;
constexpr int distance = 14; // from the pointer

QFont title_font(QFont font) {
  font.setPointSizeF(9.0);
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont details_font(QFont font) {
  font.setPointSizeF(8.5);
  return font;
}

} // namespace

NeuronCard::NeuronCard(QWidget* plot) : QWidget(plot) {
  setObjectName(QStringLiteral("neuron-card"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void NeuronCard::set_theme(Theme theme) {
  theme_ = theme;
  update();
}

void NeuronCard::show_at(QPoint pointer, const QString& title, const QString& details) {
  title_ = title;
  details_ = details;
  const QFontMetrics first(title_font(font())), second(details_font(font()));
  const int width = std::max(first.horizontalAdvance(title), second.horizontalAdvance(details)) + 2 * padding + 2;
  const int height = first.height() + second.height() + 2 * padding;
  const QRect room = parentWidget()->rect();
  int x = pointer.x() + distance, y = pointer.y() + distance;
  if (x + width > room.right())
    x = pointer.x() - distance - width;
  if (y + height > room.bottom())
    y = pointer.y() - distance - height;
  setGeometry(std::max(0, x), std::max(0, y), width, height);
  show();
  raise();
  update();
}

void NeuronCard::paintEvent(QPaintEvent*) {
  const SurfaceColors colors = surface_colors(theme_);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor ground = colors.raised;
  ground.setAlpha(240);
  painter.setPen(colors.border);
  painter.setBrush(ground);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0);
  const QRect inside = rect().adjusted(padding, padding, -padding, -padding);
  painter.setFont(title_font(font()));
  painter.setPen(colors.text);
  painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop, title_);
  painter.setFont(details_font(font()));
  painter.setPen(colors.quiet);
  painter.drawText(inside, Qt::AlignLeft | Qt::AlignBottom, details_);
}

} // namespace striate
