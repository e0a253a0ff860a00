// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/cell_group.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/palette.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {
namespace {

/// Later classes are drawn over earlier ones.
constexpr std::array draw_order{CellClass::exc, CellClass::l1, CellClass::vip, CellClass::sst, CellClass::pv};

/// What stands at the axis is no id: rows are sorted by layer, class and tuning angle.
constexpr const char* row_label = "Neuron (sorted row)";

const char* legend_label(CellClass cell_class) {
  return cell_class == CellClass::exc ? "Excitatory" : class_name(cell_class);
}

FigureModel laminar_figure() {
  FigureModel figure;
  figure.name = "laminar_raster";
  figure.title = "Laminar raster";
  figure.width_mm = 180.0;
  figure.height_mm = 120.0;
  return figure;
}

/// Layers as bands with labels; L1, L4 and L6 are shaded. Rank r is drawn at y = N - r, so a layer spans
/// [N - last, N - first].
void add_layers(Panel& panel, const LaminarOrder& order, std::uint32_t first_rank, std::uint32_t last_rank) {
  const double rows = order.rows();
  for (const LaminarOrder::Layer& layer : order.layers) {
    const std::uint32_t first = std::max(layer.first, first_rank), last = std::min(layer.last, last_rank);
    if (first >= last)
      continue;
    panel.series.emplace_back(BandSeries{.from = rows - last,
                                         .to = rows - first,
                                         .shaded = layer.layer == 1 || layer.layer == 4 || layer.layer == 6,
                                         .label = layer.label});
  }
}

/// Dots of 1 pt and alpha 0.4 while they are few; where they would cover the page they get smaller and lighter, so that
/// a denser band still looks denser.
struct DotStyle {
  double diameter_pt = 1.0, alpha = 0.4;
};

DotStyle dot_style(std::size_t dots, const FigureModel& figure) {
  constexpr double points_per_mm = 72.0 / 25.4;
  const double page_pt2 = 0.85 * figure.width_mm * figure.height_mm * points_per_mm * points_per_mm;
  const double coverage = std::max(1e-6, static_cast<double>(dots) * 0.785 / page_pt2);
  return {std::clamp(std::sqrt(0.5 / coverage), 0.4, 1.0), std::clamp(0.2 / std::sqrt(coverage), 0.2, 0.8)};
}

/// Groups of the order by rank, for spikes that come in any order.
std::vector<std::uint8_t> group_of_rank(const LaminarOrder& order) {
  std::vector<std::uint8_t> result(order.rows(), 0);
  for (std::size_t g = 0; g < order.groups.size(); ++g)
    for (std::uint32_t rank = order.groups[g].first; rank < order.groups[g].last; ++rank)
      result[rank] = static_cast<std::uint8_t>(g);
  return result;
}

std::vector<std::string> group_names(const LaminarOrder& order) {
  std::vector<std::string> names;
  for (const LaminarOrder::Group& group : order.groups)
    names.push_back(group_of_class(group.cell_class, group.layer).label());
  return names;
}

} // namespace

FigureModel laminar_raster_frame(const LaminarOrder& order, double from_ms, double to_ms, std::uint32_t first_rank,
                                 std::uint32_t last_rank, std::span<const StimulusMark> marks) {
  FigureModel figure = laminar_figure();
  Panel panel;
  panel.id = "raster";
  panel.x = time_axis(from_ms, to_ms, FigureStyle::screen);
  panel.y = {.label = row_label,
             .min = static_cast<double>(order.rows()) - last_rank,
             .max = static_cast<double>(order.rows()) - first_rank,
             .visible = false};
  add_layers(panel, order, first_rank, std::min(last_rank, order.rows()));
  add_marks(panel, marks, from_ms, to_ms, true);
  figure.panels.push_back(std::move(panel));
  return figure;
}

FigureModel laminar_raster_figure(const LaminarOrder& order, const SpikeHistory& history, double from_ms, double to_ms,
                                  std::span<const StimulusMark> marks) {
  FigureModel figure = laminar_figure();
  const double rows = order.rows();
  Panel panel;
  panel.id = "raster";
  panel.x = time_axis(from_ms, to_ms, FigureStyle::paper);
  panel.y = {.label = row_label, .min = 0.0, .max = std::max(1.0, rows), .ticks = {0.0, std::max(1.0, rows)}};
  panel.legend = true;
  add_layers(panel, order, 0, order.rows());

  std::array<DotSeries, draw_order.size()> dots; // by class
  const std::vector<std::uint8_t> group_at = group_of_rank(order);
  const std::vector<std::string> names = group_names(order);
  std::size_t count = 0;
  const auto first = static_cast<std::int64_t>(std::ceil(from_ms)), last = static_cast<std::int64_t>(std::ceil(to_ms));
  history.for_each_step(first, last, [&](std::int64_t ms, std::span<const std::uint32_t> ids) {
    for (const std::uint32_t id : ids) {
      const std::int32_t rank = id < order.rank.size() ? order.rank[id] : -1;
      if (rank < 0)
        continue;
      const auto row = static_cast<std::size_t>(rank);
      DotSeries& series = dots[order.cell_class[row]];
      series.x.push_back(static_cast<float>(ms));
      series.y.push_back(static_cast<float>(rows - rank));
      series.node.push_back(order.node_id[row]);
      series.type.push_back(group_at[row]);
      ++count;
    }
  });
  const DotStyle style = dot_style(count, figure);
  for (const CellClass cell_class : draw_order) {
    const bool present = std::any_of(order.groups.begin(), order.groups.end(),
                                     [&](const auto& group) { return group.cell_class == cell_class; });
    if (!present)
      continue; // a class that is there but silent keeps its place in the legend and in the CSV
    DotSeries& series = dots[static_cast<std::size_t>(cell_class)];
    series.label = legend_label(cell_class);
    series.ink = class_ink(cell_class);
    series.diameter_pt = style.diameter_pt;
    series.alpha = style.alpha;
    series.type_names = names;
    panel.series.emplace_back(std::move(series));
  }
  add_marks(panel, marks, from_ms, to_ms, true);
  figure.panels.push_back(std::move(panel));
  figure.caption =
      fmt::format("{} neurons, {} spikes, {} to {} ms; in each layer from the top VIP, SST, PV, excitatory, "
                  "each by tuning angle",
                  order.rows(), count, short_number(from_ms), short_number(to_ms));
  return figure;
}

} // namespace striate
