// SPDX-License-Identifier: Apache-2.0
#include "ui/views/rate_column.h"

#include <QPainter>

namespace striate {

RateColumn::RateColumn(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("mean-rates"));
  setToolTip(tr("Mean over the displayed time, Hz per neuron"));
  QFont small = font();
  small.setPointSizeF(8.5);
  setFont(small);
  setFixedWidth(QFontMetrics(small).horizontalAdvance(QStringLiteral("100.0 Hz")) + 4);
}

void RateColumn::set_rows(std::vector<Row> rows) {
  if (rows == rows_)
    return;
  rows_ = std::move(rows);
  update();
}

void RateColumn::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const double line = QFontMetricsF(font()).height();
  for (const Row& row : rows_) {
    const double middle = row.area.center().y();
    const bool both = !row.excitatory.isEmpty() && !row.inhibitory.isEmpty();
    const auto draw = [&](const QString& text, const QColor& color, double top) {
      painter.setPen(color);
      painter.drawText(QRectF(0.0, top, width(), line), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    draw(row.inhibitory, row.inhibitory_color, both ? middle - line : middle - 0.5 * line);
    draw(row.excitatory, row.excitatory_color, both ? middle : middle - 0.5 * line);
  }
}

} // namespace striate
