// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace striate {

/// What lies over the raster and is no part of the figure: a veil over the groups that are not highlighted, arrows at
/// the edges beside the selected neuron's row and a ring around the spike under the pointer. Lets the mouse through.
class RasterOverlay : public QWidget {
  Q_OBJECT
public:
  explicit RasterOverlay(QWidget* plot);

  void set_theme(Theme theme);
  void set_area(const QRectF& area);            ///< data area of the plot
  void set_selected_y(std::optional<double> y); ///< height of the selected row in pixels
  void set_ring(std::optional<QPointF> ring);   ///< centre of the hovered spike
  struct Rows {
    double top = 0.0, bottom = 0.0; ///< pixels
    bool operator==(const Rows&) const = default;
  };
  struct Label {
    QString text;
    QRectF area;
    bool highlighted = false;
    bool operator==(const Label&) const = default;
  };
  /// Rows of other groups than the highlighted one, which are dimmed, and the labels that lie over them.
  void set_others(std::vector<Rows> others, std::vector<Label> labels);

  std::optional<double> selected_y() const { return selected_y_; }
  const std::vector<Rows>& others() const { return others_; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  void draw_others(QPainter& painter) const;

  Theme theme_ = Theme::dark;
  QRectF area_;
  std::optional<double> selected_y_;
  std::optional<QPointF> ring_;
  std::vector<Rows> others_;
  std::vector<Label> labels_;
};

} // namespace striate
