// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/measures/angle_profile.h"
#include "engine/analysis/measures/statistics.h"
#include "engine/core/finite_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

constexpr std::size_t most_neurons = 6;

std::string neuron_title(const StudyResult& study, std::uint32_t i) {
  return fmt::format("{} {}: OSI {:.2f}, DSI {:.2f}", spaced(study.neurons.of(i).cell_type), study.neurons.id[i],
                     study.selectivity.osi[i], study.selectivity.dsi[i]);
}

struct Curve {
  DotSeries dots;
  double highest = 0.0;
};

/// Mean and SEM over trials of one neuron.
Curve mean_responses(const StudyResult& study, std::uint32_t neuron, Ink ink) {
  Curve curve;
  curve.dots = {.label = "mean ± SEM", .ink = ink, .diameter_pt = 4.0};
  const double n = std::max(1, study.protocol.repeats);
  for (int k = 0; k < study.rates.conditions(); ++k) {
    const double mean_Hz = study.rates.at(k, neuron), sem = study.rates.sd_of(k)[neuron] / std::sqrt(n);
    curve.dots.x.push_back(static_cast<float>(study.rates.direction_deg[static_cast<std::size_t>(k)]));
    curve.dots.y.push_back(static_cast<float>(mean_Hz));
    curve.dots.lower.push_back(static_cast<float>(mean_Hz - sem));
    curve.dots.upper.push_back(static_cast<float>(mean_Hz + sem));
    if (std::isfinite(mean_Hz))
      curve.highest = std::max(curve.highest, mean_Hz + sem);
  }
  return curve;
}

LineSeries fitted(const DoubleGaussian& fit, Ink ink) {
  LineSeries line{.label = "fit", .ink = ink, .width_pt = 1.25};
  for (int angle = 0; angle <= 360; angle += 3) {
    line.x.push_back(angle);
    line.y.push_back(std::max(0.0, fit.value(angle)));
  }
  return line;
}

Axis direction_axis() {
  Axis axis{.label = "Direction", .unit = "°", .min = -15.0, .max = 375.0, .ticks = {0, 90, 180, 270, 360}};
  return axis;
}

void add_neuron(FigureModel& figure, const StudyResult& study, std::uint32_t i, int row) {
  const Ink ink = type_ink(study.neurons.of(i).merged_type);
  const Curve curve = mean_responses(study, i, ink);
  const bool has_fit = i < study.fits.size() && !std::isnan(study.fits[i].sse);
  LineSeries fit = has_fit ? fitted(study.fits[i], ink) : LineSeries{};
  const double fit_top = finite_range(fit.y).high_or(0.0);
  const double top = round_up(1.05 * std::max(curve.highest, std::min(fit_top, 2.0 * curve.highest)));
  Panel straight = panel_at(fmt::format("neuron_{}", study.neurons.id[i]), neuron_title(study, i), row, 0);
  straight.x = direction_axis();
  straight.y = {.label = "Rate", .unit = "Hz", .min = 0.0, .max = top};
  straight.series.emplace_back(RuleSeries{.at = study.spontaneous_Hz[i], .vertical = false, .ink = Ink::quiet});
  if (has_fit)
    straight.series.emplace_back(std::move(fit));
  straight.series.emplace_back(curve.dots);
  Panel polar = panel_at(straight.id + "_polar", "", row, 1);
  polar.polar = true;
  polar.x = {.label = "Direction", .unit = "°", .min = 0.0, .max = 360.0};
  polar.y = {.label = "Rate", .unit = "Hz", .min = 0.0, .max = top, .ticks = {0.5 * top, top}};
  LineSeries around{.label = "mean rate", .ink = ink, .width_pt = 1.25, .fill = true};
  for (int k = 0; k <= study.rates.conditions(); ++k) {
    const int at = k % study.rates.conditions();
    around.x.push_back(study.rates.direction_deg[static_cast<std::size_t>(at)]);
    around.y.push_back(study.rates.at(at, i));
  }
  polar.series.emplace_back(std::move(around));
  DotSeries dots = curve.dots;
  dots.lower.clear();
  dots.upper.clear();
  polar.series.emplace_back(std::move(dots));
  figure.panels.push_back(std::move(straight));
  figure.panels.push_back(std::move(polar));
}

} // namespace

std::vector<std::uint32_t> example_neurons(const StudyResult& study, std::size_t count) {
  std::vector<std::pair<std::size_t, std::uint32_t>> found; // size of the type, neuron
  const std::vector<double> osi = study.shown_osi();
  for (const std::string& type : cell_types(study.neurons, true)) {
    const std::vector<std::uint32_t> members = neurons_of_type(study.neurons, type, true, study.core);
    const bool by_osi = std::any_of(members.begin(), members.end(), [&](auto i) { return !std::isnan(osi[i]); });
    const std::vector<double>& of_neuron = by_osi ? osi : study.selectivity.maximum_Hz;
    std::vector<double> values;
    for (const std::uint32_t i : members)
      values.push_back(of_neuron[i]);
    const double wanted = quantile(sorted_defined(values), 0.75);
    std::uint32_t best = 0;
    double distance = 1e9;
    for (const std::uint32_t i : members)
      if (const double d = std::abs(of_neuron[i] - wanted); d < distance) {
        distance = d;
        best = i;
      }
    if (distance < 1e9)
      found.emplace_back(members.size(), best);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::uint32_t> neurons;
  for (const auto& [size, neuron] : found)
    if (neurons.size() < count)
      neurons.push_back(neuron);
  return neurons;
}

FigureModel tuning_curves_figure(const StudyResult& study, std::span<const std::uint32_t> neurons) {
  const std::size_t count = std::min(neurons.size(), most_neurons);
  FigureModel figure{.name = "tuning_curves", .title = "Tuning curves"};
  figure.width_mm = count > 1 ? 120.0 : one_column_mm;
  figure.rows = std::max(1, static_cast<int>(count));
  figure.columns = 2;
  figure.column_weight = {1.7, 1.0};
  figure.height_mm = 12.0 + 38.0 * figure.rows;
  for (std::size_t n = 0; n < count; ++n)
    add_neuron(figure, study, neurons[n], static_cast<int>(n));
  for (std::size_t p = 0; p < figure.panels.size(); p += 2)
    figure.panels[p].letter = std::string(1, static_cast<char>('A' + p / 2));
  figure.caption = fmt::format("Mean and SEM over {} trials; line: double-Gaussian fit; dashed: spontaneous rate",
                               study.protocol.repeats);
  return figure;
}

FigureModel population_tuning_figure(const StudyResult& study) {
  FigureModel figure{.name = "population_tuning", .title = "Mean tuning by cell type"};
  const int directions = study.rates.conditions();
  figure.columns = 5;
  figure.width_mm = two_columns_mm;
  int used = 0;
  for (const std::string& type : cell_types(study.neurons, true)) {
    std::vector<double> sum(static_cast<std::size_t>(directions), 0.0);
    double n = 0.0;
    for (const std::uint32_t i : neurons_of_type(study.neurons, type, true, study.core)) {
      const double top = study.selectivity.maximum_Hz[i];
      if (!(top >= 0.5))
        continue;
      int best = 0;
      for (int k = 0; k < directions; ++k)
        if (std::abs(study.rates.direction_deg[static_cast<std::size_t>(k)] - study.selectivity.argmax_deg[i]) < 1e-6)
          best = k;
      for (int k = 0; k < directions; ++k)
        sum[static_cast<std::size_t>(k)] += study.rates.at((k + best) % directions, i) / top;
      n += 1.0;
    }
    if (n == 0.0)
      continue;
    Panel panel = panel_at(type, fmt::format("{} ({:.0f})", spaced(type), n), used / 5, used % 5);
    panel.polar = true;
    panel.x = {.label = "Direction from preferred", .unit = "°", .min = 0.0, .max = 360.0, .visible = used == 0};
    panel.y = {.label = "Normalised rate", .min = 0.0, .max = 1.0, .ticks = {0.5, 1.0}, .visible = used == 0};
    LineSeries curve{.label = spaced(type), .ink = type_ink(type), .width_pt = 1.25, .fill = true};
    for (int k = 0; k <= directions; ++k) {
      curve.x.push_back(360.0 * k / directions);
      curve.y.push_back(sum[static_cast<std::size_t>(k % directions)] / n);
    }
    panel.series.emplace_back(std::move(curve));
    figure.panels.push_back(std::move(panel));
    ++used;
  }
  figure.rows = std::max(1, (used + 4) / 5);
  figure.height_mm = 10.0 + 40.0 * figure.rows;
  figure.caption =
      "Responses divided by each neuron's largest and turned to its preferred direction (0°); neurons at or "
      "above 0.5 Hz, their number in brackets";
  return figure;
}

FigureModel angle_profile_figure(const StudyResult& study, int condition) {
  const double direction = study.rates.direction_deg.at(static_cast<std::size_t>(condition));
  FigureModel figure{.name = fmt::format("rate_vs_tuning_angle_{:.0f}", direction),
                     .title = "Rate against tuning angle"};
  figure.width_mm = one_column_mm;
  figure.height_mm = 60.0;
  std::vector<double> angle, rate;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
    if (study.core[i] != 0) {
      angle.push_back(static_cast<double>(study.neurons.tuning_deg[i]));
      rate.push_back(study.rates.at(condition, i));
    }
  const std::vector<AngleBin> profile = angle_profile(angle, rate);
  Panel panel = panel_at("profile", fmt::format("Gratings at {:.0f}°", direction), 0, 0);
  BarSeries bars{.label = "mean rate", .ink = Ink::model};
  double highest = 0.0;
  for (const AngleBin& bin : profile) {
    bars.x.push_back(0.5 * (bin.from_deg + bin.to_deg));
    bars.y.push_back(bin.mean_Hz);
    bars.width = 0.9 * (bin.to_deg - bin.from_deg);
    if (std::isfinite(bin.mean_Hz))
      highest = std::max(highest, bin.mean_Hz);
  }
  panel.x = {.label = "Assigned tuning angle", .unit = "°", .min = 0.0, .max = 360.0, .ticks = {0, 90, 180, 270, 360}};
  panel.y = {.label = "Mean rate", .unit = "Hz", .min = 0.0, .max = round_up(highest)};
  panel.series.emplace_back(std::move(bars));
  panel.series.emplace_back(RuleSeries{.at = direction, .label = "direction"});
  figure.panels.push_back(std::move(panel));
  figure.caption = "All cells of the core; 49 bins; empty bins stay empty";
  return figure;
}

} // namespace striate
