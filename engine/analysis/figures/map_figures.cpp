// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/measures/statistics.h"
#include "engine/core/finite_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace striate {
namespace {

struct MapSpec {
  const char* id;
  const char* title;
  const char* bar;
  ColorMap map;
};
constexpr std::array maps{MapSpec{"direction", "Preferred direction", "Direction (°)", ColorMap::cyclic},
                          MapSpec{"osi", "OSI", "OSI", ColorMap::viridis},
                          MapSpec{"dsi", "DSI", "DSI", ColorMap::viridis},
                          MapSpec{"rate", "Rate at preferred direction", "Rate (Hz)", ColorMap::viridis}};

double extent(const StudyResult& study) {
  double reach = 1.0;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
    if (study.core[i] != 0 && std::isfinite(study.neurons.radius_um(i)))
      reach = std::max(reach, study.neurons.radius_um(i));
  return reach * 1.02;
}

/// The spikes of the example trial as the live history keeps them, on a clock that starts at 0.
SpikeHistory history_of(const StudyResult& study, double& length_ms) {
  length_ms = std::floor(study.gray_ms) + std::ceil(study.evoked_ms);
  auto block = std::make_shared<SpikeBlock>();
  const auto steps = static_cast<std::size_t>(std::max(1.0, length_ms));
  std::vector<std::vector<std::uint32_t>> by_step(steps);
  const SpikeWindow whole{-std::floor(study.gray_ms), -std::floor(study.gray_ms) + static_cast<double>(steps),
                          study.options.edges};
  for (std::size_t i = 0; i < study.example.size(); ++i)
    if (const std::int64_t ms = millisecond_of(whole, study.example.time_ms[i]); ms >= 0)
      by_step[static_cast<std::size_t>(ms)].push_back(study.example.neuron[i]);
  block->offset.push_back(0);
  for (auto& ids : by_step) {
    std::sort(ids.begin(), ids.end());
    block->id.insert(block->id.end(), ids.begin(), ids.end());
    block->offset.push_back(static_cast<std::uint32_t>(block->id.size()));
  }
  SpikeHistory history(static_cast<std::int64_t>(steps) + 1);
  history.append(std::move(block));
  return history;
}

std::vector<StimulusMark> marks_of(const StudyResult& study) {
  const std::string direction =
      study.rates.direction_deg.empty() ? "" : fmt::format("{:.0f}°", study.rates.direction_deg.front());
  return {{std::floor(study.gray_ms), direction}};
}

} // namespace

FigureModel cortex_maps_figure(const StudyResult& study) {
  FigureModel figure{.name = "cortex_maps", .title = "Selectivity over cortex"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 168.0;
  figure.rows = figure.columns = 2;
  const double reach = extent(study);
  const double top_rate = round_up(quantile(sorted_defined([&] {
                                              std::vector<double> rates;
                                              for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
                                                if (study.core[i] != 0)
                                                  rates.push_back(study.selectivity.maximum_Hz[i]);
                                              return rates;
                                            }()),
                                            0.95));
  const std::array<std::vector<double>, 4> values{
      responsive_only(study.selectivity.vector_direction_deg, study.selectivity.maximum_Hz), study.shown_osi(),
      study.shown_dsi(), study.selectivity.maximum_Hz};
  const std::array<double, 4> high{360.0, 1.0, 1.0, top_rate};
  for (std::size_t m = 0; m < maps.size(); ++m) {
    Panel panel = panel_at(maps[m].id, maps[m].title, static_cast<int>(m / 2), static_cast<int>(m % 2));
    DotSeries dots{.label = maps[m].title, .diameter_pt = 2.0, .alpha = 0.9, .map = maps[m].map};
    dots.high = high[m];
    for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
      if (study.core[i] != 0 && study.neurons.of(i).excitatory && std::isfinite(values[m][i])) {
        dots.x.push_back(study.neurons.x_um[i]);
        dots.y.push_back(study.neurons.z_um[i]);
        dots.value.push_back(static_cast<float>(values[m][i]));
      }
    if (dots.x.size() > 5000)
      dots.diameter_pt = 1.2;
    panel.series.emplace_back(std::move(dots));
    panel.x = {.label = m >= 2 ? "x" : "", .unit = m >= 2 ? "µm" : "", .min = -reach, .max = reach};
    panel.y = {.label = m % 2 == 0 ? "z" : "", .unit = m % 2 == 0 ? "µm" : "", .min = -reach, .max = reach};
    panel.color_bar = ColorBar{maps[m].map, 0.0, high[m], maps[m].bar};
    figure.panels.push_back(std::move(panel));
  }
  letter_panels(figure);
  figure.caption =
      "Excitatory neurons of the core seen from the pia; direction, OSI and DSI of neurons at or above 0.5 Hz";
  return figure;
}

FigureModel preference_figure(const StudyResult& study) {
  FigureModel figure{.name = "preferences", .title = "Preferred directions and selectivity"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 70.0;
  figure.columns = 3;
  const std::vector<double> directions =
      responsive_only(study.selectivity.vector_direction_deg, study.selectivity.maximum_Hz);
  static constexpr std::array inks{Ink::exc, Ink::pv, Ink::sst, Ink::vip, Ink::l1};
  static constexpr std::array names{"Exc", "PV", "SST", "VIP", "L1"};
  Panel histograms = panel_at("preferred_direction", "Preferred direction", 0, 0);
  Panel osi = panel_at("osi_rate", "OSI against rate", 0, 1), dsi = panel_at("dsi_rate", "DSI against rate", 0, 2);
  double highest = 0.0;
  for (std::size_t c = 0; c < inks.size(); ++c) {
    std::vector<double> angles;
    DotSeries o{.label = names[c], .ink = inks[c], .diameter_pt = 1.4, .alpha = 0.5}, d = o;
    for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
      if (study.core[i] == 0 || static_cast<std::size_t>(study.neurons.of(i).cell_class) != c ||
          std::isnan(directions[i]))
        continue;
      angles.push_back(directions[i]);
      const auto rate = static_cast<float>(study.selectivity.maximum_Hz[i]);
      o.x.push_back(rate);
      o.y.push_back(static_cast<float>(study.selectivity.osi[i]));
      d.x.push_back(rate);
      d.y.push_back(static_cast<float>(study.selectivity.dsi[i]));
    }
    if (angles.empty())
      continue;
    LineSeries line = histogram(angles, 0.0, 360.0, 24, false);
    line.label = names[c];
    line.ink = inks[c];
    line.width_pt = 1.25;
    highest = std::max(highest, finite_range(line.y).high_or(0.0));
    histograms.series.emplace_back(std::move(line));
    osi.series.emplace_back(std::move(o));
    dsi.series.emplace_back(std::move(d));
  }
  histograms.x = {.label = "Direction", .unit = "°", .min = 0.0, .max = 360.0, .ticks = {0, 90, 180, 270, 360}};
  histograms.y = {.label = "Share of cells", .min = 0.0, .max = round_up(highest)};
  osi.x = dsi.x = log_axis("Rate at preferred direction", "Hz", 0.4, 200.0);
  osi.y = {.label = "OSI", .min = 0.0, .max = 1.0};
  dsi.y = {.label = "DSI", .min = 0.0, .max = 1.0};
  histograms.legend = true;
  figure.panels = {std::move(histograms), std::move(osi), std::move(dsi)};
  letter_panels(figure);
  figure.caption = "Core neurons at or above 0.5 Hz; vector preferred direction, bins of 15°";
  return figure;
}

FigureModel example_raster_figure(const StudyResult& study) {
  double length_ms = 0.0;
  const SpikeHistory history = history_of(study, length_ms);
  return laminar_raster_figure(laminar_order(study.neurons, study.core), history, 0.0, length_ms, marks_of(study));
}

FigureModel example_activity_figure(const StudyResult& study) {
  double length_ms = 0.0;
  const SpikeHistory history = history_of(study, length_ms);
  PopulationActivity activity(study.neurons, study.core, 10.0, length_ms + 1.0);
  SpikeBlock block;
  block.offset.push_back(0);
  history.for_each_step(0, static_cast<std::int64_t>(length_ms), [&](std::int64_t, std::span<const std::uint32_t> ids) {
    block.id.insert(block.id.end(), ids.begin(), ids.end());
    block.offset.push_back(static_cast<std::uint32_t>(block.id.size()));
  });
  activity.append(block);
  return population_activity_figure(activity, 0.0, length_ms, marks_of(study), FigureStyle::paper);
}

} // namespace striate
