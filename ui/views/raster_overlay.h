#pragma once
#include "engine/analysis/palette.h"

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
  /// Rows of other groups than the highlighted one; they are dimmed, right of `left` where the labels end.
  void set_others(std::vector<Rows> others, double left);

  std::optional<double> selected_y() const { return selected_y_; }
  const std::vector<Rows>& others() const { return others_; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Theme theme_ = Theme::dark;
  QRectF area_;
  std::optional<double> selected_y_;
  std::optional<QPointF> ring_;
  std::vector<Rows> others_;
  double others_left_ = 0.0;
};

} // namespace striate
