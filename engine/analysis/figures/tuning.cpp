// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/core/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <numeric>

namespace striate {
namespace {

constexpr int direction_count = 8;

/// docs/model/analysis.md#eq-2: |sum r e^(j order theta)| / sum r over the eight directions; a direction that was not
/// shown makes it NaN.
double vector_index(const TuningEstimate& tuning, int order) {
  std::complex<double> vector;
  double total = 0.0;
  for (int k = 0; k < direction_count; ++k) {
    const double rate = tuning.rate_Hz(k);
    vector += std::polar(1.0, order * k * std::numbers::pi / 4.0) * rate;
    total += rate;
  }
  return total > 0.0 ? std::abs(vector) / total : undefined;
}

/// "OSI 0.52, DSI 0.31", or why there are none yet.
std::string indices_text(const TuningEstimate& tuning) {
  if (tuning.measured())
    return fmt::format("OSI {:.2f}, DSI {:.2f}", tuning.osi(), tuning.dsi());
  return fmt::format("OSI and DSI undefined: {} of 8 directions shown for {} s and more, {} spikes (wanted: 8, and {})",
                     tuning.directions_measured(), TuningEstimate::least_seconds, short_number(tuning.spikes_fired()),
                     TuningEstimate::least_spikes);
}

} // namespace

void TuningEstimate::add(double direction_deg, double seconds_shown, double spike_count) {
  const auto nearest = static_cast<long>(std::lround(direction_deg / 45.0)) % direction_count;
  const auto k = static_cast<std::size_t>((nearest + direction_count) % direction_count);
  seconds.at(k) += seconds_shown;
  spikes.at(k) += spike_count;
}

double TuningEstimate::rate_Hz(int direction) const {
  const auto k = static_cast<std::size_t>(direction);
  return seconds.at(k) > 0.0 ? spikes.at(k) / seconds.at(k) : undefined;
}

double TuningEstimate::osi() const {
  return vector_index(*this, 2);
}
double TuningEstimate::dsi() const {
  return vector_index(*this, 1);
}

double TuningEstimate::seconds_shown() const {
  return std::accumulate(seconds.begin(), seconds.end(), 0.0);
}
double TuningEstimate::spikes_fired() const {
  return std::accumulate(spikes.begin(), spikes.end(), 0.0);
}

int TuningEstimate::directions_measured() const {
  return static_cast<int>(std::ranges::count_if(seconds, [](double s) { return s >= least_seconds; }));
}

bool TuningEstimate::measured() const {
  return directions_measured() == direction_count && spikes_fired() >= least_spikes;
}

FigureModel tuning_curve_figure(const std::string& neuron_label, const TuningEstimate& tuning,
                                double assigned_angle_deg) {
  FigureModel figure;
  figure.name = "tuning_curve";
  figure.title = "Tuning of " + neuron_label;
  figure.width_mm = 85.0;
  figure.height_mm = 85.0;

  Panel panel;
  panel.id = "tuning";
  panel.title = neuron_label;
  panel.polar = true;
  panel.x = {.label = "Direction", .unit = "°", .min = 0.0, .max = 360.0};
  LineSeries curve{.label = "mean rate", .ink = Ink::exc, .width_pt = 1.5, .fill = true};
  DotSeries dots{.label = "directions", .ink = Ink::exc, .diameter_pt = 5.0};
  double highest = 0.0;
  for (int k = 0; k <= direction_count; ++k) {
    const bool enough =
        tuning.seconds.at(static_cast<std::size_t>(k % direction_count)) >= TuningEstimate::least_seconds;
    const double rate = enough ? tuning.rate_Hz(k % direction_count) : undefined;
    curve.x.push_back(45.0 * k); // the last point closes the curve
    curve.y.push_back(rate);
    if (k == direction_count)
      break;
    panel.x.ticks.push_back(45.0 * k);
    panel.x.tick_labels.push_back(fmt::format("{}°", 45 * k));
    if (std::isfinite(rate)) {
      dots.x.push_back(static_cast<float>(45.0 * k));
      dots.y.push_back(static_cast<float>(rate));
      highest = std::max(highest, rate);
    }
  }
  const double top = round_up(highest);
  panel.y = {.label = "Rate", .unit = "Hz", .min = 0.0, .max = top, .ticks = {0.5 * top, top}};
  panel.series.emplace_back(LineSeries{.label = "assigned angle",
                                       .ink = Ink::stimulus,
                                       .x = {assigned_angle_deg, assigned_angle_deg},
                                       .y = {0.0, top},
                                       .width_pt = 1.5});
  panel.series.emplace_back(std::move(curve));
  panel.series.emplace_back(std::move(dots));
  figure.panels.push_back(std::move(panel));
  figure.caption =
      fmt::format("{}; assigned angle {}°", indices_text(tuning), short_number(std::round(assigned_angle_deg)));
  return figure;
}

} // namespace striate
