#pragma once
#include "engine/analysis/palette.h"

#include <QWidget>

#include <optional>

namespace striate {

/// What lies over the raster and is no part of the figure: arrows at the edges beside the selected neuron's row and a
/// ring around the spike under the pointer. Lets the mouse through.
class RasterOverlay : public QWidget {
  Q_OBJECT
public:
  explicit RasterOverlay(QWidget* plot);

  void set_theme(Theme theme);
  void set_area(const QRectF& area);            ///< data area of the plot
  void set_selected_y(std::optional<double> y); ///< height of the selected row in pixels
  void set_ring(std::optional<QPointF> ring);   ///< centre of the hovered spike

  std::optional<double> selected_y() const { return selected_y_; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Theme theme_ = Theme::dark;
  QRectF area_;
  std::optional<double> selected_y_;
  std::optional<QPointF> ring_;
};

} // namespace striate
