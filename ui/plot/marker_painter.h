// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QImage>
#include <QPainter>

#include <array>

namespace striate {

/// Draws many equal markers fast. On a raster target a circle is stamped from pictures made once, at the nearest
/// quarter of a pixel; elsewhere every marker is its own vector mark, so overlapping translucent marks add up
/// everywhere.
class MarkerPainter {
public:
  /// shape: a VTK_MARKER_* value; size: diameter or edge in units of the paint device.
  MarkerPainter(QPainter& painter, int shape, double size, bool raster);

  void draw(QPointF center, const QColor& color);

private:
  static constexpr int phases = 4; ///< sub-pixel positions per axis
  void set_color(const QColor& color);
  void stamp(QPointF center);
  void draw_shape(QPointF center);

  QPainter& painter_;
  int shape_;
  double size_;
  bool stamps_;
  double scale_; ///< device pixels per unit
  QColor color_;
  std::array<QImage, phases * phases> pictures_;
};

} // namespace striate
