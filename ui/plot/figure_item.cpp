// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/figure_item.h"

#include "ui/plot/axis_drawing.h"
#include "ui/plot/canvas.h"
#include "ui/plot/mark_drawing.h"
#include "ui/plot/polar_drawing.h"
#include "ui/plot/series_drawing.h"

#include <vtkObjectFactory.h>

#include <cmath>
#include <limits>
#include <utility>

namespace striate {
namespace {

void draw_panel(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  if (layout.map.area().width() < 1.0 || layout.map.area().height() < 1.0)
    return;
  if (panel.polar) {
    draw_polar_grid(canvas, panel, layout);
    draw_polar_series(canvas, panel, layout);
  } else {
    draw_series(canvas, panel, layout.map);
    draw_axes(canvas, panel, layout);
    draw_series_labels(canvas, panel, layout.map);
    if (panel.color_bar)
      draw_color_bar(canvas, *panel.color_bar, layout.map.area());
  }
  draw_note(canvas, panel.note, layout.map.area());
  draw_header(canvas, panel, layout);
}

void draw_cursor(Canvas& canvas, const PanelMap& map, double at) {
  const double x = map.x(at);
  if (map.polar() || !(x >= map.area().left && x <= map.area().right))
    return;
  canvas.set_line(with_alpha(canvas.style().color(Ink::text), 0.6), 0.75);
  canvas.vertical(x, map.area().bottom, map.area().top);
}

void draw_page_texts(Canvas& canvas, const FigureModel& figure, const FigureLayout& layout) {
  const PlotStyle& style = canvas.style();
  const double left = style.px(4.0);
  if (figure.draw_title)
    canvas.text(figure.title, left, layout.title_y, TextRole::figure_title, style.color(Ink::text), AlignX::left,
                AlignY::center);
  double y = layout.caption_y;
  for (const std::string& line : layout.caption_lines) {
    canvas.text(line, left, y, TextRole::caption, style.color(Ink::quiet), AlignX::left, AlignY::top);
    y -= text_height(TextRole::caption, style);
  }
}

} // namespace

vtkStandardNewMacro(FigureItem);

FigureItem::FigureItem() : cursor_x_(std::numeric_limits<double>::quiet_NaN()) {}

void FigureItem::set_layout(FigureLayout layout, const PlotStyle& style) {
  layout_ = std::move(layout);
  style_ = style;
}

bool FigureItem::Paint(vtkContext2D* context) {
  if (figure_ == nullptr)
    return false;
  texts_.clear();
  Canvas canvas(*context, style_, &texts_);
  draw_page_texts(canvas, *figure_, layout_);
  for (std::size_t i = 0; i < layout_.panels.size(); ++i) {
    draw_panel(canvas, figure_->panels[i], layout_.panels[i]);
    if (std::isfinite(cursor_x_))
      draw_cursor(canvas, layout_.panels[i].map, cursor_x_);
  }
  return true;
}

} // namespace striate
