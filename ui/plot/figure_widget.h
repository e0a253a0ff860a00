// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/palette.h"

#include <QRectF>
#include <QWidget>

#include <functional>
#include <memory>
#include <string>

namespace striate {

/// Shows a FigureModel: a VTK context scene painted through PainterContextDevice, so it needs no OpenGL. Turns the
/// mouse into data coordinates; what a click or a wheel means is the view's business.
class FigureWidget : public QWidget {
  Q_OBJECT
public:
  explicit FigureWidget(QWidget* parent = nullptr);
  ~FigureWidget() override;

  void set_figure(FigureModel figure);
  const FigureModel& figure() const;
  void set_theme(Theme theme);
  Theme theme() const;
  /// Data area of a panel in widget coordinates; empty for an unknown panel.
  QRectF data_area(int panel) const;
  /// Texts of the figure that can be pointed at, told by name_hovered() and name_clicked(): legend entries, names of
  /// ticks, titles, band labels. None at first.
  void set_names(std::function<bool(const std::string&)> is_name);
  /// Where such a text was drawn last, in widget coordinates; empty when it was not.
  QRectF name_area(const std::string& name) const;
  /// A vertical cursor drawn over every panel at this x; NaN hides it.
  void set_cursor_x(double x);

signals:
  void name_hovered(const QString& name); ///< empty: no longer
  void name_clicked(const QString& name);
  void hovered(int panel, double x, double y, QPoint position);
  void left();
  void clicked(int panel, double x, double y);
  void double_clicked(int panel, double x, double y);
  /// Wheel over a panel: steps > 0 zoom in; around is the data position under the pointer.
  void wheel_turned(int panel, double around_x, double around_y, double steps, Qt::KeyboardModifiers modifiers);
  /// Drag with the left button from a press inside a panel, in data units since the last event.
  void dragged(int panel, double dx, double dy);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  void point_at(const std::string& name);
  struct Private;
  std::unique_ptr<Private> d_;
};

} // namespace striate
