// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"
#include "ui/controls/slider_scale.h"
#include "ui/theme/theme.h"

#include <QSlider>

namespace striate {

/// Slider of one number parameter: drag or click anywhere, arrows one step, Shift or page keys ten, double click the
/// default. A QSlider (0 to 1000) to assistive technology.
class ValueSlider : public QSlider {
  Q_OBJECT
public:
  ValueSlider(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  void set_colors(const SurfaceColors& colors);
  /// x of the handle's centre for a value, in widget coordinates.
  double handle_x(double value) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

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
  void edit(double value);
  void drag_to(double x);

  const Parameter& parameter_;
  ParameterEditor& editor_;
  SliderScale scale_;
  SurfaceColors colors_;
  bool dragging_ = false;
};

} // namespace striate
