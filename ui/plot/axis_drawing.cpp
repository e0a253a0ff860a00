// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/axis_drawing.h"

#include <algorithm>

namespace striate {
namespace {

constexpr double tick_text_gap_pt = 2.5;

void draw_x_axis(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const PlotStyle& style = canvas.style();
  const Box& area = layout.map.area();
  const double length = style.px(style.tick_length_pt());
  const double text_top = area.bottom - length - style.px(tick_text_gap_pt);
  canvas.set_line(style.color(Ink::quiet), style.spine_pt());
  canvas.horizontal(area.bottom, area.left, area.right);
  const bool first_at_edge = layout.map.x(layout.x.ticks.empty() ? 0.0 : layout.x.ticks.front()) - area.left < 1.0;
  for (std::size_t i = 0; i < layout.x.ticks.size(); ++i) {
    const double x = layout.map.x(layout.x.ticks[i]);
    if (x < area.left - 1.0 || x > area.right + 1.0)
      continue;
    canvas.vertical(std::min(x, area.right - 0.5), area.bottom - length, area.bottom);
    // Without a y axis the first text starts at the edge instead of hanging out of the figure.
    if (panel.x.turned_labels) {
      canvas.text(layout.x.texts[i], x, text_top, TextRole::tick, style.color(Ink::quiet), AlignX::right,
                  AlignY::center, true);
      continue;
    }
    const bool inward = i == 0 && first_at_edge && !panel.y.visible;
    canvas.text(layout.x.texts[i], x, text_top, TextRole::tick, style.color(Ink::quiet),
                inward ? AlignX::left : AlignX::center, AlignY::top);
  }
}

void draw_y_axis(Canvas& canvas, const PanelLayout& layout) {
  const PlotStyle& style = canvas.style();
  const Box& area = layout.map.area();
  const double length = style.px(style.tick_length_pt());
  canvas.set_line(style.color(Ink::quiet), style.spine_pt());
  canvas.vertical(area.left, area.bottom, area.top);
  for (std::size_t i = 0; i < layout.y.ticks.size(); ++i) {
    const double y = layout.map.y(layout.y.ticks[i]);
    if (y < area.bottom - 1.0 || y > area.top + 1.0)
      continue;
    canvas.horizontal(std::min(y, area.top - 0.5), area.left - length, area.left);
    canvas.text(layout.y.texts[i], area.left - length - style.px(tick_text_gap_pt), y, TextRole::tick,
                style.color(Ink::quiet), AlignX::right, AlignY::center);
  }
}

void draw_x_label(Canvas& canvas, const PanelLayout& layout) {
  const PlotStyle& style = canvas.style();
  double y = layout.x.label_at;
  for (const std::string& line : layout.x.label) {
    canvas.text(line, layout.map.area().center_x(), y, TextRole::label, style.color(Ink::text), AlignX::center,
                AlignY::top);
    y -= text_height(TextRole::label, style);
  }
}

void draw_y_label(Canvas& canvas, const PanelLayout& layout) {
  const PlotStyle& style = canvas.style();
  const double middle = layout.map.area().center_y();
  double x = layout.y.label_at;
  for (auto line = layout.y.label.rbegin(); line != layout.y.label.rend(); ++line) { // the last is next to the axis
    canvas.text(*line, x, middle, TextRole::label, style.color(Ink::text),
                layout.y.upright ? AlignX::right : AlignX::center, layout.y.upright ? AlignY::center : AlignY::bottom,
                !layout.y.upright);
    x -= text_height(TextRole::label, style);
  }
}

} // namespace

void draw_axes(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  if (panel.x.visible)
    draw_x_axis(canvas, panel, layout);
  if (panel.y.visible)
    draw_y_axis(canvas, layout);
  draw_x_label(canvas, layout);
  draw_y_label(canvas, layout);
}

void draw_header(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const PlotStyle& style = canvas.style();
  const Box& area = layout.map.area();
  canvas.text(panel.letter, layout.letter_left, layout.title_y, TextRole::figure_title, style.color(Ink::text),
              AlignX::left, AlignY::center);
  if (layout.side_title)
    canvas.text(panel.title, layout.y.label_at, area.center_y(), TextRole::title, style.color(Ink::text), AlignX::right,
                AlignY::center);
  else
    canvas.text(panel.title, layout.header_left, layout.title_y, TextRole::title, style.color(Ink::text), AlignX::left,
                AlignY::center);
  if (layout.legend.empty())
    return;
  const double title_width = panel.title.empty() ? 0.0 : text_width(panel.title, TextRole::title, style);
  double y = layout.title_y;
  if (title_width > 0.0 &&
      title_width + legend_width(layout.legend.front(), style) > layout.header_right - layout.header_left)
    y -= text_height(TextRole::title, style);
  for (const std::vector<LegendEntry>& line : layout.legend) {
    draw_legend_line(canvas, line, layout.header_right, y);
    y -= legend_line_height(style);
  }
}

} // namespace striate
