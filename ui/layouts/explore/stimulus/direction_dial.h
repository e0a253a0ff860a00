// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"
#include "ui/theme/theme.h"

#include <QDial>

namespace striate {

/// Round dial of one angle: 0° to the right, counter-clockwise with y up, the needle points where the grating moves.
/// Drag (Shift: steps of 15°), wheel (5°; Shift 15°, Ctrl 1°), arrows, double click for the default, a menu. A QDial of
/// whole degrees to assistive technology.
class DirectionDial : public QDial {
  Q_OBJECT
public:
  DirectionDial(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  void set_colors(const SurfaceColors& colors);

  QSize sizeHint() const override { return {92, 92}; }
  QSize minimumSizeHint() const override { return {64, 64}; }

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

private:
  double current() const;
  void edit(double degrees);
  void point_at(const QMouseEvent& event);
  QRectF circle() const;
  void paint_ticks(QPainter& painter, const QRectF& circle) const;
  void paint_needle(QPainter& painter, const QRectF& circle) const;

  const Parameter& parameter_;
  ParameterEditor& editor_;
  SurfaceColors colors_;
  bool dragging_ = false;
};

} // namespace striate
