// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {

Axis time_axis(double from_ms, double to_ms, FigureStyle style) {
  Axis axis{.unit = "ms", .min = from_ms, .max = to_ms};
  if (style == FigureStyle::paper) {
    axis.label = "Time";
    axis.ticks = {from_ms, to_ms};
    return axis;
  }
  const double length = to_ms - from_ms;
  if (!(length > 0.0))
    return axis;
  const double step = round_up(length / 6.0);
  for (double tick = std::ceil(from_ms / step) * step; tick <= to_ms; tick += step) {
    axis.ticks.push_back(tick);
    axis.tick_labels.push_back(fmt::format("{} s", short_number(tick / 1000.0)));
  }
  return axis;
}

namespace {

/// Light bands over the time in which neurons were perturbed.
void add_perturbed_times(Panel& panel, std::span<const StimulusMark> marks, double from_ms, double to_ms) {
  constexpr double faint = 0.12;
  const auto shade = [&](double begin, double end) {
    const double from = std::max(begin, from_ms), to = std::min(end, to_ms);
    if (from < to)
      panel.series.emplace_back(
          BandSeries{.from = from, .to = to, .horizontal = false, .ink = Ink::stimulus, .alpha = faint});
  };
  constexpr double never = std::numeric_limits<double>::infinity();
  double begin = never;
  for (const StimulusMark& mark : marks) {
    if (mark.kind == StimulusMark::Kind::perturbed)
      begin = std::min(begin, mark.time_ms);
    if (mark.kind == StimulusMark::Kind::released) {
      shade(begin, mark.time_ms);
      begin = never;
    }
  }
  shade(begin, to_ms);
}

} // namespace

void add_marks(Panel& panel, std::span<const StimulusMark> marks, double from_ms, double to_ms, bool labels) {
  add_perturbed_times(panel, marks, from_ms, to_ms);
  for (const StimulusMark& mark : marks)
    if (mark.time_ms >= from_ms && mark.time_ms <= to_ms)
      panel.series.emplace_back(RuleSeries{.at = mark.time_ms, .label = labels ? mark.label : std::string()});
}

double round_up(double value) {
  if (!std::isfinite(value) || value <= 0.0)
    return 1.0;
  const double decade = std::pow(10.0, std::floor(std::log10(value)));
  for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
    if (value <= factor * decade * (1.0 + 1e-12))
      return factor * decade;
  return 10.0 * decade;
}

std::string short_number(double value) {
  return fmt::format("{:.6g}", std::abs(value) < 1e-12 ? 0.0 : value);
}

} // namespace striate
