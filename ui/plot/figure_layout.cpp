// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/figure_layout.h"

#include "ui/plot/mark_drawing.h"
#include "ui/plot/nice_ticks.h"
#include "ui/plot/text_wrap.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace striate {
namespace {

constexpr double page_pad_pt = 4.0, column_gap_pt = 12.0, row_gap_pt = 5.0, tight_row_gap_pt = 1.0;
constexpr double tick_gap_pt = 2.5, label_gap_pt = 4.0, header_gap_pt = 3.0;
constexpr double tick_every_x_pt = 27.0, tick_every_y_pt = 19.0;
constexpr int most_ticks = 8;
constexpr double low_panel_pt = 90.0;
constexpr std::size_t short_text = 5; ///< characters: "L2/3" reads better upright

struct Margins {
  double left = 0.0, right = 0.0, bottom = 0.0, top = 0.0;
  double label = 0.0; ///< left of `left`, for the axis' label: labels of one grid column stand in one line
};

/// The space between grid lines along one direction.
struct Tracks {
  std::vector<double> before, after; ///< label space at both sides of each track
  std::vector<double> start, size;   ///< of the data areas

  explicit Tracks(int count) : before(count), after(count), start(count), size(count) {}

  /// Shares `length` minus labels and gaps by weight.
  void place(double from, double length, double gap, const std::vector<double>& weight) {
    const std::size_t count = size.size();
    double labels = gap * static_cast<double>(count - 1), total = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
      labels += before[i] + after[i];
      total += i < weight.size() ? weight[i] : 1.0;
    }
    const double free = std::max(length - labels, 0.0);
    for (std::size_t i = 0; i < count; ++i) {
      const double share = i < weight.size() ? weight[i] : 1.0;
      start[i] = from + before[i];
      size[i] = total > 0.0 ? free * share / total : 0.0;
      from = start[i] + size[i] + after[i] + gap;
    }
  }
};

/// "Time (s)" in lines. Tick texts of the model carry their own unit; a unit without a label goes to the last tick.
std::vector<std::string> axis_label(const Axis& axis) {
  std::vector<std::string> lines;
  std::istringstream text(axis.label.empty() || axis.unit.empty() || !axis.tick_labels.empty()
                              ? axis.label
                              : axis.label + " (" + axis.unit + ")");
  for (std::string line; std::getline(text, line);)
    lines.push_back(line);
  return lines;
}

void append_unit(const Axis& axis, AxisLayout& layout) {
  if (!axis.label.empty() || axis.unit.empty() || !axis.tick_labels.empty() || layout.texts.empty())
    return;
  layout.texts.back() += axis.unit == "°" || axis.unit == "%" ? axis.unit : " " + axis.unit;
}

AxisLayout axis_layout(const Axis& axis, int target) {
  AxisLayout layout;
  if (!axis.visible)
    return layout;
  layout.ticks = !axis.ticks.empty() ? axis.ticks
                 : axis.log          ? log_ticks(axis.min, axis.max, target)
                                     : nice_ticks(axis.min, axis.max, target);
  layout.texts = axis.tick_labels.size() == layout.ticks.size() && !axis.ticks.empty() ? axis.tick_labels
                 : axis.log                                                            ? log_tick_texts(layout.ticks)
                                                                                       : tick_texts(layout.ticks);
  append_unit(axis, layout);
  layout.label = axis_label(axis);
  return layout;
}

int tick_target(double length, double room) {
  return std::clamp(static_cast<int>(length / room), 1, most_ticks);
}

double lines_height(const std::vector<std::string>& lines, const PlotStyle& style) {
  return static_cast<double>(lines.size()) * text_height(TextRole::label, style);
}

double widest(const std::vector<std::string>& texts, const PlotStyle& style) {
  double width = 0.0;
  for (const std::string& text : texts)
    width = std::max(width, text_width(text, TextRole::tick, style));
  return width;
}

/// As many ticks as their texts leave air between them.
AxisLayout x_axis_layout(const Axis& axis, double length, const PlotStyle& style) {
  const AxisLayout first = axis_layout(axis, most_ticks);
  const double room = std::max(style.px(tick_every_x_pt), 1.8 * widest(first.texts, style));
  return axis_layout(axis, tick_target(length, room));
}

AxisLayout y_axis_layout(const Axis& axis, double length, const PlotStyle& style) {
  return axis_layout(axis, tick_target(length, style.px(tick_every_y_pt)));
}

bool is_short(const std::string& text) {
  return !text.empty() && text.size() <= short_text;
}

/// The title stands in the margin like a row label where a header line would cost a low panel much of its height.
bool side_title(const Panel& panel, const PlotStyle& style, const Box& area) {
  return !panel.polar && panel.letter.empty() && is_short(panel.title) && panel.y.label.empty() && !panel.legend &&
         area.height() < style.px(low_panel_pt);
}

/// Title and legend: on one line when both fit, else the legend below.
double header_height(const Panel& panel, const PlotStyle& style, PanelLayout& layout) {
  const double width = layout.header_right - layout.header_left;
  const std::vector<LegendEntry> entries = legend_entries(panel);
  const double title_width =
      panel.title.empty() ? 0.0 : text_width(panel.title, TextRole::title, style) + style.px(column_gap_pt);
  const bool one_line = legend_width(entries, style) + title_width <= width;
  layout.legend = one_line && !entries.empty() ? std::vector<std::vector<LegendEntry>>{entries}
                                               : legend_lines(entries, width, style);
  const bool title_alone = !panel.title.empty() && !one_line;
  const double lines = static_cast<double>(layout.legend.size());
  double height = lines * legend_line_height(style);
  if (!panel.letter.empty())
    height = std::max(height, text_height(TextRole::figure_title, style));
  if (!panel.title.empty())
    height = title_alone ? height + text_height(TextRole::title, style)
                         : std::max(height, text_height(TextRole::title, style));
  return height > 0.0 ? height + style.px(header_gap_pt) : 0.0;
}

Margins polar_margins(const Panel& panel, const PlotStyle& style) {
  const bool labels = panel.x.visible;
  const double across = labels ? text_width("135°", TextRole::tick, style) + style.px(tick_gap_pt) : style.px(2.0);
  const double along = labels ? text_height(TextRole::tick, style) + style.px(tick_gap_pt) : style.px(2.0);
  return {across, across, along, along};
}

Margins cartesian_margins(const Panel& panel, const PlotStyle& style, PanelLayout& layout) {
  Margins m{style.px(1.0), style.px(1.0), style.px(1.0), style.px(1.0)};
  const double tick_height = text_height(TextRole::tick, style);
  const double to_text = style.px(style.tick_length_pt() + tick_gap_pt);
  if (panel.y.visible && !layout.y.ticks.empty()) {
    m.left = to_text + widest(layout.y.texts, style);
    // Half a tick text stands over the edge where a tick is at the edge.
    const double extent = panel.y.max - panel.y.min;
    const auto near_edge = [&](double tick, double edge) { return std::abs(tick - edge) < 0.05 * std::abs(extent); };
    if (near_edge(layout.y.ticks.front(), panel.y.min))
      m.bottom = 0.5 * tick_height;
    if (near_edge(layout.y.ticks.back(), panel.y.max))
      m.top = 0.5 * tick_height;
  }
  if (!layout.y.label.empty()) {
    layout.y.upright = layout.y.label.size() == 1 && is_short(layout.y.label.front());
    m.label += style.px(label_gap_pt) + (layout.y.upright ? text_width(layout.y.label.front(), TextRole::label, style)
                                                          : lines_height(layout.y.label, style));
  }
  if (layout.side_title)
    m.label += style.px(label_gap_pt) + text_width(panel.title, TextRole::title, style);
  if (panel.color_bar)
    m.right = std::max(m.right, color_bar_width(*panel.color_bar, style));
  if (panel.x.visible && panel.x.turned_labels) {
    m.bottom = to_text + widest(layout.x.texts, style);
  } else if (panel.x.visible && !layout.x.ticks.empty()) {
    m.bottom = to_text + tick_height;
    const double edge =
        panel.x.max != panel.x.min ? (layout.x.ticks.back() - panel.x.min) / (panel.x.max - panel.x.min) : 0.0;
    const double overhang = 0.5 * text_width(layout.x.texts.back(), TextRole::tick, style);
    m.right = std::max(m.right, edge > 0.95 ? overhang : 0.0);
    const double first =
        panel.x.max != panel.x.min ? (layout.x.ticks.front() - panel.x.min) / (panel.x.max - panel.x.min) : 1.0;
    if (first < 0.05)
      m.left = std::max(m.left, 0.5 * text_width(layout.x.texts.front(), TextRole::tick, style));
  }
  if (!layout.x.label.empty())
    m.bottom += style.px(label_gap_pt - 1.0) + lines_height(layout.x.label, style);
  return m;
}

Margins margins(const Panel& panel, const PlotStyle& style, PanelLayout& layout) {
  const Box& area = layout.map.area();
  if (!panel.polar) {
    layout.x = x_axis_layout(panel.x, area.width(), style);
    layout.y = y_axis_layout(panel.y, area.height(), style);
  } else {
    Axis radial = panel.y;
    radial.min = 0.0;
    layout.y = y_axis_layout(radial, 0.5 * area.width(), style);
  }
  layout.side_title = side_title(panel, style, area);
  Margins m = panel.polar ? polar_margins(panel, style) : cartesian_margins(panel, style, layout);
  layout.header = layout.side_title ? 0.0 : header_height(panel, style, layout);
  m.top = panel.polar ? m.top + layout.header : std::max(m.top, layout.header);
  return m;
}

Box square_inside(const Box& box) {
  const double half = 0.5 * std::max(std::min(box.width(), box.height()), 0.0);
  return {box.center_x() - half, box.center_y() - half, box.center_x() + half, box.center_y() + half};
}

int clamped(int value, int count) {
  return std::clamp(value, 0, count - 1);
}

/// Widens the tracks' label space to what the panels need and sets the panels' areas.
void place_panels(const FigureModel& figure, const PlotStyle& style, const Box& space, FigureLayout& layout) {
  const int row_count = std::max(figure.rows, 1), column_count = std::max(figure.columns, 1);
  Tracks columns(column_count), rows(row_count);
  std::vector<double> labels(static_cast<std::size_t>(column_count), 0.0);
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Panel& panel = figure.panels[i];
    const Margins m = margins(panel, style, layout.panels[i]);
    const int left = clamped(panel.column, column_count), top = clamped(panel.row, row_count);
    const int right = clamped(left + std::max(panel.column_span, 1) - 1, column_count);
    const int bottom = clamped(top + std::max(panel.row_span, 1) - 1, row_count);
    columns.before[left] = std::max(columns.before[left], m.left);
    labels[left] = std::max(labels[left], m.label);
    columns.after[right] = std::max(columns.after[right], m.right);
    rows.before[top] = std::max(rows.before[top], m.top);
    rows.after[bottom] = std::max(rows.after[bottom], m.bottom);
  }
  for (std::size_t c = 0; c < labels.size(); ++c)
    columns.before[c] += labels[c];
  columns.place(space.left, space.width(), style.px(column_gap_pt), figure.column_weight);
  // Low rows that share the x axis of the last one belong together and need the height for their data.
  const bool tight =
      std::all_of(layout.panels.begin(), layout.panels.end(), [](const PanelLayout& p) { return p.side_title; });
  rows.place(0.0, space.height(), style.px(tight ? tight_row_gap_pt : row_gap_pt),
             figure.row_weight); // from the top down
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Panel& panel = figure.panels[i];
    const int left = clamped(panel.column, column_count), top = clamped(panel.row, row_count);
    const int right = clamped(left + std::max(panel.column_span, 1) - 1, column_count);
    const int bottom = clamped(top + std::max(panel.row_span, 1) - 1, row_count);
    Box area{columns.start[left], space.top - rows.start[bottom] - rows.size[bottom],
             columns.start[right] + columns.size[right], space.top - rows.start[top]};
    if (style.snap) // whole pixels: pictures in the panel are drawn without resampling
      area = {std::round(area.left), std::round(area.bottom), std::round(area.right), std::round(area.top)};
    layout.panels[i].header_left = area.left;
    layout.panels[i].header_right = area.right;
    if (panel.polar)
      area = square_inside(area);
    layout.panels[i].map = PanelMap(panel, area);
  }
}

/// The letter stands over the axis labels, left of the data area.
double letter_room(const Panel& panel, PanelLayout layout, const PlotStyle& style) {
  const Margins m = cartesian_margins(panel, style, layout);
  return std::max(m.left + m.label, text_width(panel.letter, TextRole::figure_title, style));
}

void place_labels(const FigureModel& figure, const PlotStyle& style, FigureLayout& layout) {
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Panel& panel = figure.panels[i];
    PanelLayout& p = layout.panels[i];
    const Box& area = p.map.area();
    const double to_text = style.px(style.tick_length_pt() + tick_gap_pt);
    const double text_height_x = panel.x.turned_labels ? widest(p.x.texts, style) : text_height(TextRole::tick, style);
    p.x.label_at = area.bottom - style.px(label_gap_pt - 1.0) -
                   (panel.x.visible && !p.x.ticks.empty() ? to_text + text_height_x : 0.0);
    p.y.label_at = area.left - style.px(label_gap_pt) -
                   (panel.y.visible && !p.y.ticks.empty() ? to_text + widest(p.y.texts, style) : 0.0);
    const double polar_labels = panel.polar ? polar_margins(panel, style).top : 0.0;
    const double first_line = !panel.title.empty() ? text_height(TextRole::title, style) : legend_line_height(style);
    p.title_y = area.top + polar_labels + p.header - 0.5 * first_line;
    p.letter_left = p.header_left - (panel.polar ? 0.0 : letter_room(panel, p, style));
  }
}

/// The y labels of one grid column stand in one line.
void align_labels(const FigureModel& figure, FigureLayout& layout) {
  for (std::size_t i = 0; i < figure.panels.size(); ++i)
    for (std::size_t k = 0; k < figure.panels.size(); ++k)
      if (figure.panels[i].column == figure.panels[k].column &&
          layout.panels[k].map.area().left == layout.panels[i].map.area().left)
        layout.panels[i].y.label_at = std::min(layout.panels[i].y.label_at, layout.panels[k].y.label_at);
}

} // namespace

FigureLayout layout_figure(const FigureModel& figure, const PlotStyle& style, double width, double height) {
  FigureLayout layout;
  const double pad = style.px(page_pad_pt);
  layout.page = {0.0, 0.0, width, height};
  layout.panels.resize(figure.panels.size());

  Box space{pad, pad, width - pad, height - pad};
  if (figure.draw_title && !figure.title.empty()) {
    const double title_height = text_height(TextRole::figure_title, style);
    layout.title_y = space.top - 0.5 * title_height;
    space.top -= title_height + style.px(header_gap_pt);
  }
  if (style.caption && !figure.caption.empty()) {
    layout.caption_lines = wrap_text(figure.caption, space.width(), [&style](const std::string& text) {
      return text_width(text, TextRole::caption, style);
    });
    const double lines = static_cast<double>(layout.caption_lines.size());
    layout.caption_y = space.bottom + lines * text_height(TextRole::caption, style);
    space.bottom = layout.caption_y + style.px(header_gap_pt);
  }

  // Which ticks fit depends on the areas, the areas on the tick labels: guess, then twice the real thing.
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    PanelLayout& panel = layout.panels[i];
    panel.header_right = 0.9 * space.width() / std::max(figure.columns, 1);
    panel.map =
        PanelMap(figure.panels[i], {0.0, 0.0, panel.header_right, 0.8 * space.height() / std::max(figure.rows, 1)});
  }
  for (int pass = 0; pass < 2; ++pass)
    place_panels(figure, style, space, layout);
  place_labels(figure, style, layout);
  align_labels(figure, layout);
  return layout;
}

} // namespace striate
