// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/legend.h"

#include <algorithm>

namespace striate {
namespace {

constexpr double swatch_gap_pt = 4.0, entry_gap_pt = 10.0;

double swatch_pt(LegendEntry::Swatch swatch) {
  switch (swatch) {
  case LegendEntry::Swatch::line:
    return 11.0;
  case LegendEntry::Swatch::dashed:
    return 16.5; // two dashes
  case LegendEntry::Swatch::dot:
    return 5.0;
  case LegendEntry::Swatch::tick:
    return 2.0;
  case LegendEntry::Swatch::patch:
    return 6.0;
  }
  return 0.0;
}

double entry_width(const LegendEntry& entry, const PlotStyle& style) {
  return style.px(swatch_pt(entry.swatch) + swatch_gap_pt) + text_width(entry.label, TextRole::legend, style);
}

void draw_swatch(Canvas& canvas, const LegendEntry& entry, double left, double center_y) {
  const Rgba color = canvas.style().color(entry.ink);
  const double width = canvas.px(swatch_pt(entry.swatch));
  switch (entry.swatch) {
  case LegendEntry::Swatch::line:
  case LegendEntry::Swatch::dashed:
    canvas.set_line(color, 1.5, entry.swatch == LegendEntry::Swatch::dashed);
    canvas.horizontal(center_y, left, left + width);
    break;
  case LegendEntry::Swatch::dot: {
    Points point;
    append(point, left + 0.5 * width, center_y);
    canvas.dots(point, color, swatch_pt(entry.swatch));
    break;
  }
  case LegendEntry::Swatch::patch:
    canvas.set_fill(color);
    canvas.rectangle({left, center_y - 0.5 * width, left + width, center_y + 0.5 * width});
    break;
  case LegendEntry::Swatch::tick:
    canvas.set_line(color, 1.25);
    canvas.vertical(left + 0.5 * width, center_y - canvas.px(3.5), center_y + canvas.px(3.5));
    break;
  }
}

} // namespace

std::vector<LegendEntry> legend_entries(const Panel& panel) {
  std::vector<LegendEntry> entries;
  if (!panel.legend)
    return entries;
  const auto add = [&entries](const std::string& label, Ink ink, LegendEntry::Swatch swatch) {
    const auto same = [&label](const LegendEntry& entry) { return entry.label == label; };
    if (!label.empty() && std::none_of(entries.begin(), entries.end(), same))
      entries.push_back({label, ink, swatch});
  };
  for (const Series& series : panel.series) {
    if (const auto* line = std::get_if<LineSeries>(&series))
      add(line->label, line->ink, line->dashed ? LegendEntry::Swatch::dashed : LegendEntry::Swatch::line);
    else if (const auto* dots = std::get_if<DotSeries>(&series))
      add(dots->label, dots->ink, LegendEntry::Swatch::dot);
    else if (const auto* boxes = std::get_if<BoxSeries>(&series))
      add(boxes->label, boxes->ink, LegendEntry::Swatch::patch);
    else if (const auto* bars = std::get_if<BarSeries>(&series))
      add(bars->label, bars->ink, LegendEntry::Swatch::patch);
    else if (const auto* ticks = std::get_if<TickSeries>(&series))
      add(ticks->label, ticks->ink, LegendEntry::Swatch::tick);
  }
  return entries;
}

std::vector<std::vector<LegendEntry>> legend_lines(const std::vector<LegendEntry>& entries, double width,
                                                   const PlotStyle& style) {
  std::vector<std::vector<LegendEntry>> lines;
  double used = 0.0;
  for (const LegendEntry& entry : entries) {
    const double more = style.px(entry_gap_pt) + entry_width(entry, style);
    if (lines.empty() || used + more > width) {
      lines.emplace_back();
      used = -style.px(entry_gap_pt);
    }
    lines.back().push_back(entry);
    used += more;
  }
  return lines;
}

double legend_width(const std::vector<LegendEntry>& line, const PlotStyle& style) {
  double width = 0.0;
  for (const LegendEntry& entry : line)
    width += entry_width(entry, style) + (width > 0.0 ? style.px(entry_gap_pt) : 0.0);
  return width;
}

double legend_line_height(const PlotStyle& style) {
  return text_height(TextRole::legend, style);
}

void draw_legend_line(Canvas& canvas, const std::vector<LegendEntry>& line, double right, double center_y) {
  const PlotStyle& style = canvas.style();
  double left = right - legend_width(line, style);
  for (const LegendEntry& entry : line) {
    draw_swatch(canvas, entry, left, center_y);
    const double text_left = left + style.px(swatch_pt(entry.swatch) + swatch_gap_pt);
    canvas.text(entry.label, text_left, center_y, TextRole::legend, style.color(Ink::text), AlignX::left,
                AlignY::center);
    left += entry_width(entry, style) + style.px(entry_gap_pt);
  }
}

} // namespace striate
