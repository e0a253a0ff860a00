// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/study_pick.h"

#include "engine/analysis/study/laminar_order.h"

#include <cmath>
#include <utility>

namespace striate {

namespace {

using Place = std::pair<double, double>;

/// Where a panel shows a neuron; nothing where it does not.
std::optional<Place> place_of(const StudyResult& study, const FigureModel& figure, const Panel& panel,
                              std::uint32_t i) {
  if (study.core[i] == 0)
    return std::nullopt;
  if (figure.name == "cortex_maps") {
    const bool shown = study.neurons.of(i).excitatory && (panel.id == "rate" || study.selectivity.maximum_Hz[i] >= 0.5);
    return shown ? std::optional(Place{study.neurons.x_um[i], study.neurons.z_um[i]}) : std::nullopt;
  }
  if (panel.id != "osi_rate" && panel.id != "dsi_rate")
    return std::nullopt;
  const Selectivity& s = study.selectivity;
  return s.maximum_Hz[i] >= 0.5 ? std::optional(Place{s.maximum_Hz[i], panel.id == "osi_rate" ? s.osi[i] : s.dsi[i]})
                                : std::nullopt;
}

std::optional<std::uint32_t> neuron_in_row(const StudyResult& study, double y) {
  const LaminarOrder order = laminar_order(study.neurons, study.core);
  const auto rank = static_cast<std::ptrdiff_t>(std::lround(static_cast<double>(order.rows()) - y));
  if (rank < 0 || rank >= static_cast<std::ptrdiff_t>(order.rows()))
    return std::nullopt;
  return order.neuron[static_cast<std::size_t>(rank)];
}

} // namespace

std::optional<std::uint32_t> neuron_at(const StudyResult& study, const FigureModel& figure, int panel, double x,
                                       double y, double reach_x, double reach_y) {
  if (panel < 0 || static_cast<std::size_t>(panel) >= figure.panels.size())
    return std::nullopt;
  const Panel& shown = figure.panels[static_cast<std::size_t>(panel)];
  if (figure.name == "laminar_raster")
    return neuron_in_row(study, y);
  std::optional<std::uint32_t> nearest;
  double least = 1.0;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
    if (const auto place = place_of(study, figure, shown, i)) {
      const double dx = shown.x.log ? std::log(place->first / x) / std::log(reach_x) : (place->first - x) / reach_x;
      const double distance = std::hypot(dx, (place->second - y) / reach_y);
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
  return nearest;
}

void mark_neuron(FigureModel& figure, const StudyResult& study, std::uint32_t neuron) {
  if (neuron >= study.neurons.size())
    return;
  if (figure.name == "laminar_raster" && !figure.panels.empty() && study.core[neuron] != 0) {
    const LaminarOrder order = laminar_order(study.neurons, study.core);
    figure.panels.front().series.emplace_back(RuleSeries{
        .at = static_cast<double>(order.rows()) - order.rank[neuron], .vertical = false, .ink = Ink::accent});
    return;
  }
  for (Panel& panel : figure.panels)
    if (const auto place = place_of(study, figure, panel, neuron)) {
      const auto x = static_cast<float>(place->first), y = static_cast<float>(place->second);
      // A light disc below a dark one is seen on any colour.
      panel.series.emplace_back(DotSeries{.ink = Ink::text, .x = {x}, .y = {y}, .diameter_pt = 8.0});
      panel.series.emplace_back(DotSeries{.ink = Ink::accent, .x = {x}, .y = {y}, .diameter_pt = 5.5});
    }
}

} // namespace striate
