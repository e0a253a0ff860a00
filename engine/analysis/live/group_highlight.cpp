// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/live/group_highlight.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace striate {

namespace {

constexpr double veil_alpha = 0.78;

/// The groups of an x axis whose ticks are cell types; empty when it is another axis.
std::vector<std::optional<CellGroup>> axis_groups(const Axis& axis) {
  std::vector<std::optional<CellGroup>> groups;
  for (const std::string& name : axis.tick_labels)
    groups.push_back(group_named(name));
  const auto known = std::ranges::count_if(groups, [](const auto& group) { return group.has_value(); });
  if (known < 2)
    groups.clear();
  return groups;
}

std::optional<CellGroup> panel_group(const Panel& panel) {
  if (const auto by_id = group_named(panel.id))
    return by_id;
  return group_named(panel.title);
}

BandSeries veil(double from, double to, bool horizontal) {
  return {.from = from, .to = to, .horizontal = horizontal, .ink = Ink::ground, .alpha = veil_alpha};
}

/// Over the bands of other layers.
std::vector<BandSeries> layer_veils(const Panel& panel, const CellGroup& group) {
  std::vector<BandSeries> veils;
  for (const Series& series : panel.series)
    if (const auto* band = std::get_if<BandSeries>(&series); band && band->horizontal)
      if (const auto named = group_named(band->label); named && !named->overlaps(group))
        veils.push_back(veil(band->from, band->to, true));
  return veils;
}

} // namespace

void highlight_group(FigureModel& figure, const CellGroup& group) {
  for (Panel& panel : figure.panels) {
    const auto of_panel = panel_group(panel);
    const bool other_panel = of_panel && !of_panel->overlaps(group);
    for (Series& series : panel.series)
      std::visit(
          [&](auto& one) {
            if constexpr (requires { one.faint; }) {
              const auto named = group_named(one.label);
              one.faint = other_panel || (named && !named->overlaps(group));
            }
          },
          series);
    const auto names = axis_groups(panel.x);
    std::vector<BandSeries> veils = layer_veils(panel, group);
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] && !names[i]->overlaps(group))
        veils.push_back(veil(panel.x.ticks[i] - 0.5, panel.x.ticks[i] + 0.5, false));
    panel.series.insert(panel.series.end(), veils.begin(), veils.end());
  }
}

std::optional<CellGroup> group_at(const Panel& panel, double x) {
  const auto names = axis_groups(panel.x);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::abs(panel.x.ticks[i] - x) <= 0.5)
      return names[i];
  return names.empty() ? panel_group(panel) : std::nullopt;
}

} // namespace striate
