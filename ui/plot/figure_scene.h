// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/figure_item.h"
#include "ui/plot/painter_context_device.h"

#include <vtkContext2D.h>
#include <vtkContextScene.h>
#include <vtkNew.h>

namespace striate {

/// A VTK context scene with one figure, drawn by a QPainter: what the window, pictures and vector files share.
class FigureScene {
public:
  FigureScene();

  /// The figure must outlive the scene or be replaced. Lays it out on width x height units of the paint device.
  void lay_out(const FigureModel& figure, const PlotStyle& style, int width, int height);
  const FigureLayout& layout() const { return item_->layout(); }
  void set_cursor_x(double x) { item_->set_cursor_x(x); }
  /// Texts of the latest paint(), in its units from the bottom left corner.
  const std::vector<DrawnText>& texts() const { return item_->texts(); }
  void paint(QPainter& painter);

private:
  vtkNew<vtkContextScene> scene_;
  vtkNew<FigureItem> item_;
  vtkNew<vtkContext2D> context_;
  vtkNew<PainterContextDevice> device_;
  int width_ = 0, height_ = 0;
};

} // namespace striate
