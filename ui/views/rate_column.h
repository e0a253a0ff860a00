// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QRectF>
#include <QString>
#include <QWidget>

#include <vector>

namespace striate {

/// Numbers at the right of the rows of a plot, each beside its panel: excitatory above inhibitory.
class RateColumn : public QWidget {
  Q_OBJECT
public:
  struct Row {
    QRectF area; ///< of the panel, in the coordinates of the plot beside
    QString excitatory, inhibitory;
    QColor excitatory_color, inhibitory_color;
    bool operator==(const Row&) const = default;
  };

  explicit RateColumn(QWidget* parent = nullptr);
  void set_rows(std::vector<Row> rows);
  const std::vector<Row>& rows() const { return rows_; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  std::vector<Row> rows_;
};

} // namespace striate
