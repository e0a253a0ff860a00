// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/figure_layout.h"

#include <vtkAbstractContextItem.h>

namespace striate {

/// Draws a FigureModel in a VTK context scene. The model must outlive the item or be replaced.
class FigureItem : public vtkAbstractContextItem {
public:
  static FigureItem* New();
  vtkTypeMacro(FigureItem, vtkAbstractContextItem);

  void set_figure(const FigureModel* figure) { figure_ = figure; }
  /// The layout for the same figure and style; drawing happens on its page.
  void set_layout(FigureLayout layout, const PlotStyle& style);
  const FigureLayout& layout() const { return layout_; }
  /// A vertical line over all cartesian panels; NaN hides it.
  void set_cursor_x(double x) { cursor_x_ = x; }

  /// Of the latest drawing.
  const std::vector<DrawnText>& texts() const { return texts_; }

  bool Paint(vtkContext2D* context) override;

protected:
  FigureItem();
  ~FigureItem() override = default;

private:
  const FigureModel* figure_ = nullptr;
  FigureLayout layout_;
  PlotStyle style_;
  double cursor_x_;
  std::vector<DrawnText> texts_;
};

} // namespace striate
