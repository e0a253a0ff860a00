// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/core/finite_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

void append_window(LineSeries& line, std::span<const double> x, std::span<const double> y, double from, double to) {
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
    if (x[i] >= from && x[i] < to) {
      line.x.push_back(x[i]);
      line.y.push_back(y[i]);
    }
}

std::vector<double> inside(std::span<const double> times, double from, double to) {
  std::vector<double> kept;
  std::copy_if(times.begin(), times.end(), std::back_inserter(kept), [&](double t) { return t >= from && t < to; });
  return kept;
}

Panel luminance_panel(std::span<const double> stimulus_ms, std::span<const double> luminance, double from_ms,
                      double to_ms) {
  Panel panel;
  panel.id = "luminance";
  panel.title = "Stimulus";
  panel.y = {.label = "Luminance", .min = -1.0, .max = 1.0, .ticks = {-1.0, 0.0, 1.0}};
  LineSeries line{.label = "luminance", .ink = Ink::stimulus};
  append_window(line, stimulus_ms, luminance, from_ms, to_ms);
  panel.series.emplace_back(std::move(line));
  return panel;
}

/// Rate above zero, spikes as ticks in a strip below zero: one panel a unit stays readable in a small view.
Panel unit_panel(const LgnTrace& unit, double from_ms, double to_ms) {
  Panel panel;
  panel.id = fmt::format("unit_{}", unit.unit);
  panel.title = fmt::format("{} #{}", unit.class_name, unit.unit);
  LineSeries rate{.label = "rate", .ink = Ink::lgn_rate, .width_pt = 1.25};
  append_window(rate, unit.time_ms, unit.rate_Hz, from_ms, to_ms);
  const double top = round_up(finite_range(rate.y).high_or(0.0)); // a trace begins before what is known of it
  panel.y = {.label = "Rate", .unit = "Hz", .min = -0.36 * top, .max = top, .ticks = {0.0, top}};
  panel.series.emplace_back(std::move(rate));
  panel.series.emplace_back(TickSeries{.label = "spikes",
                                       .ink = Ink::lgn_spike,
                                       .x = inside(unit.spike_ms, from_ms, to_ms),
                                       .y = -0.2 * top,
                                       .height = 0.24 * top});
  return panel;
}

} // namespace

FigureModel lgn_sample_figure(std::span<const LgnTrace> units, std::span<const double> stimulus_ms,
                              std::span<const double> luminance, double from_ms, double to_ms,
                              std::span<const StimulusMark> marks) {
  FigureModel figure;
  figure.name = "lgn_sample";
  figure.title = "LGN sample";
  if (!luminance.empty()) {
    figure.panels.push_back(luminance_panel(stimulus_ms, luminance, from_ms, to_ms));
    figure.row_weight.push_back(0.5);
  }
  for (const LgnTrace& unit : units) {
    figure.panels.push_back(unit_panel(unit, from_ms, to_ms));
    figure.row_weight.push_back(1.0);
  }
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    Panel& panel = figure.panels[i];
    panel.row = static_cast<int>(i);
    panel.x = time_axis(from_ms, to_ms, FigureStyle::screen);
    panel.x.label = "Time";
    panel.x.visible = i + 1 == figure.panels.size();
    add_marks(panel, marks, from_ms, to_ms, i == 0);
  }
  figure.rows = std::max(1, static_cast<int>(figure.panels.size()));
  figure.height_mm = 25.0 + 35.0 * static_cast<double>(units.size());
  return figure;
}

FigureModel voltage_trace_figure(const std::string& neuron_label, std::span<const double> time_ms,
                                 std::span<const double> v_mV, double threshold_mV, std::span<const double> spike_ms,
                                 double from_ms, double to_ms, std::span<const StimulusMark> marks) {
  FigureModel figure;
  figure.name = "membrane_potential";
  figure.title = "Membrane potential of " + neuron_label;
  figure.height_mm = 60.0;

  LineSeries line{.label = "V", .ink = Ink::voltage};
  append_window(line, time_ms, v_mV, from_ms, to_ms);
  double low = threshold_mV - 10.0, high = threshold_mV;
  for (const double v : line.y)
    if (std::isfinite(v)) {
      low = std::min(low, v);
      high = std::max(high, v);
    }
  const double range = high - low, strip = 0.14 * range;

  Panel panel;
  panel.id = "voltage";
  panel.title = neuron_label;
  panel.x = time_axis(from_ms, to_ms, FigureStyle::screen);
  panel.x.label = "Time";
  panel.y = {.label = "Membrane potential", .unit = "mV", .min = low - 0.05 * range, .max = high + 1.6 * strip};
  panel.series.emplace_back(
      RuleSeries{.at = threshold_mV, .vertical = false, .ink = Ink::threshold, .label = "threshold"});
  panel.series.emplace_back(std::move(line));
  panel.series.emplace_back(TickSeries{.label = "spikes",
                                       .ink = Ink::voltage,
                                       .x = inside(spike_ms, from_ms, to_ms),
                                       .y = high + 0.9 * strip,
                                       .height = strip});
  add_marks(panel, marks, from_ms, to_ms, true);
  figure.panels.push_back(std::move(panel));
  return figure;
}

} // namespace striate
