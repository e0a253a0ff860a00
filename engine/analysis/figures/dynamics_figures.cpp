// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/measures/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {
namespace {

struct LayerCell {
  int layer, row, column;
  const char* title;
};
constexpr std::array layer_cells{LayerCell{1, 0, 0, "Layer 1"}, LayerCell{2, 1, 0, "Layer 2/3"},
                                 LayerCell{4, 1, 1, "Layer 4"}, LayerCell{5, 2, 0, "Layer 5"},
                                 LayerCell{6, 2, 1, "Layer 6"}};
constexpr std::array band_inks{Ink::theta, Ink::alpha, Ink::beta, Ink::gamma};

/// Slope -1 through the mean of log P + log f above 1 Hz, over all spectra of the panel.
LineSeries one_over_f(const std::vector<const PopulationSpectrum*>& spectra, bool labelled) {
  double sum = 0.0, n = 0.0;
  for (const PopulationSpectrum* spectrum : spectra)
    for (std::size_t f = 0; f < spectrum->mean.size(); ++f)
      if (spectrum->frequency_Hz[f] > 1.0 && spectrum->frequency_Hz[f] <= 100.0 && spectrum->mean[f] > 0.0) {
        sum += std::log10(spectrum->mean[f]) + std::log10(spectrum->frequency_Hz[f]);
        n += 1.0;
      }
  LineSeries line{.label = labelled ? "1/f" : "", .ink = Ink::text, .width_pt = 1.0, .dashed = true};
  if (n > 0.0)
    for (const double f : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}) {
      line.x.push_back(f);
      line.y.push_back(std::pow(10.0, sum / n) / f);
    }
  return line;
}

LineSeries spectrum_line(const StudyResult::TypeSpectrum& type) {
  LineSeries line{.label = spaced(type.cell_type), .ink = detailed_ink(type.cell_type), .width_pt = 1.25};
  for (std::size_t f = 0; f < type.spectrum.mean.size(); ++f) {
    const double at = type.spectrum.frequency_Hz[f], mean_power = type.spectrum.mean[f];
    if (at <= 0.0 || at > 100.0 || !(mean_power > 0.0))
      continue;
    line.x.push_back(at);
    line.y.push_back(mean_power);
    line.lower.push_back(std::max(mean_power - type.spectrum.sem[f], 1e-3 * mean_power));
    line.upper.push_back(mean_power + type.spectrum.sem[f]);
  }
  return line;
}

} // namespace

FigureModel spectra_figure(const StudyResult& study, bool evoked) {
  FigureModel figure;
  figure.name = evoked ? "spectra_evoked" : "spectra_spontaneous";
  figure.title = evoked ? "Power spectra during the stimulus" : "Power spectra during gray";
  figure.width_mm = two_columns_mm;
  figure.height_mm = 190.0;
  figure.rows = 3;
  figure.columns = 2;
  double lowest = 1e300, highest = 0.0;
  for (const LayerCell& cell : layer_cells) {
    Panel panel = panel_at(fmt::format("layer_{}", cell.layer), cell.title, cell.row, cell.column);
    panel.column_span = cell.layer == 1 ? 2 : 1;
    for (std::size_t b = 0; b < frequency_bands.size(); ++b)
      panel.series.emplace_back(BandSeries{.from = frequency_bands[b].from_Hz,
                                           .to = frequency_bands[b].to_Hz,
                                           .horizontal = false,
                                           .label = cell.layer == 1 ? frequency_bands[b].name : "",
                                           .ink = band_inks[b],
                                           .alpha = 0.12});
    std::vector<const PopulationSpectrum*> spectra;
    for (const auto& type : study.spectra) {
      if (type.evoked != evoked || layer_of(type.cell_type) != cell.layer || type.spectrum.spectra == 0)
        continue;
      LineSeries line = spectrum_line(type);
      for (std::size_t f = 0; f < line.x.size(); ++f) {
        lowest = std::min(lowest, std::max(line.lower[f], 0.1 * line.y[f]));
        highest = std::max(highest, line.upper[f]);
      }
      panel.series.emplace_back(std::move(line));
      spectra.push_back(&type.spectrum);
    }
    if (!spectra.empty())
      panel.series.emplace_back(one_over_f(spectra, cell.layer == 1));
    panel.legend = true;
    panel.x = log_axis(cell.row == 2 ? "Frequency" : "", cell.row == 2 ? "Hz" : "", 0.9, 100.0);
    figure.panels.push_back(std::move(panel));
  }
  for (Panel& panel : figure.panels) {
    panel.y = log_axis(panel.column == 0 ? "Power density / N²" : "", "", highest > 0.0 ? 0.8 * lowest : 1e-8,
                       highest > 0.0 ? 1.2 * highest : 1e-4);
    panel.y.unit = panel.column == 0 ? (study.options.spectrum == SpectrumForm::per_hz ? "1/Hz" : "1/kHz") : "";
  }
  letter_panels(figure);
  const int spectra = study.spectra.empty() ? 0 : study.spectra.front().spectrum.spectra;
  figure.caption = fmt::format(
      "Welch spectra of pooled spike counts per ms, mean ± SEM over {} trials; divided by {} "
      "squared; dashed: slope -1",
      spectra, study.options.spectrum == SpectrumForm::per_hz ? "all cells of the type" : "the cells that fired");
  return figure;
}

FigureModel fano_figure(const StudyResult& study) {
  FigureModel figure{.name = "fano", .title = "Fano factor against counting window"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 70.0;
  figure.columns = 2;
  double highest = 2.0;
  for (const bool evoked : {true, false}) {
    // The longest window has the most widths.
    const StudyResult::WindowFano* longest = nullptr;
    for (const auto& window : study.fano)
      if (window.evoked == evoked && (longest == nullptr || window.window_ms > longest->window_ms))
        longest = &window;
    const int window_ms = longest != nullptr ? longest->window_ms : 1800;
    Panel panel = panel_at(evoked ? "evoked" : "spontaneous", evoked ? "Stimulus" : "Gray screen", 0, evoked ? 0 : 1);
    panel.series.emplace_back(RuleSeries{.at = 1.0, .vertical = false, .ink = Ink::quiet, .label = "Poisson"});
    for (const ReferenceFano& recorded : reference_fano())
      if (recorded.condition == (evoked ? "evoked" : "spont") && recorded.window_ms == window_ms) {
        LineSeries line{.label = "recorded, mean ± SD",
                        .ink = Ink::recorded,
                        .x = recorded.bin_s,
                        .y = recorded.mean,
                        .width_pt = 1.25};
        for (std::size_t i = 0; i < recorded.mean.size(); ++i) {
          line.lower.push_back(recorded.mean[i] - recorded.sd[i]);
          line.upper.push_back(recorded.mean[i] + recorded.sd[i]);
          highest = std::max(highest, line.upper.back());
        }
        panel.series.emplace_back(std::move(line));
      }
    if (longest != nullptr && longest->curve.samples > 0) {
      LineSeries line{.label = "", .ink = Ink::model, .width_pt = 1.25};
      DotSeries dots{.label = fmt::format("model, {} ms window", window_ms), .ink = Ink::model, .diameter_pt = 3.5};
      for (std::size_t w = 0; w < longest->curve.widths.size(); ++w) {
        const double at = longest->curve.widths[w].seconds, mean_fano = longest->curve.mean[w];
        line.x.push_back(at);
        line.y.push_back(mean_fano);
        dots.x.push_back(static_cast<float>(at));
        dots.y.push_back(static_cast<float>(mean_fano));
        dots.lower.push_back(static_cast<float>(mean_fano - longest->curve.sem[w]));
        dots.upper.push_back(static_cast<float>(mean_fano + longest->curve.sem[w]));
        highest = std::max(highest, 1.2 * mean_fano);
      }
      panel.series.emplace_back(std::move(line));
      panel.series.emplace_back(std::move(dots));
    }
    panel.legend = true;
    panel.x = log_axis("Counting window", "s", 0.9e-3, 0.5);
    figure.panels.push_back(std::move(panel));
  }
  for (Panel& panel : figure.panels)
    panel.y = {.label = panel.column == 0 ? "Fano factor" : "", .min = 0.0, .max = round_up(highest)};
  letter_panels(figure);
  figure.caption = fmt::format(
      "{} samples of excitatory core neurons in one trial each, size normal(70, 30) and at least 15, seed {}; error "
      "bars SEM. Recorded: 32 sessions, running (V1_GLIF_model, Allen Institute)",
      study.options.fano.samples, study.options.fano.seed);
  return figure;
}

FigureModel correlations_figure(const StudyResult& study) {
  FigureModel figure{.name = "correlations", .title = "Pairwise correlations"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 75.0;
  figure.columns = 2;
  std::vector<std::string> types;
  for (const auto& type : study.correlations)
    if (!type.pairs.signal.empty())
      types.push_back(type.cell_type);
  for (const bool signal : {true, false}) {
    Panel panel =
        panel_at(signal ? "signal" : "noise", signal ? "Signal correlation" : "Noise correlation", 0, signal ? 0 : 1);
    panel.series = class_bands(types);
    panel.series.emplace_back(RuleSeries{.at = 0.0, .vertical = false, .ink = Ink::quiet});
    BoxSeries boxes{.label = "pairs", .ink = Ink::model, .width = 0.6};
    double x = 0.0;
    for (const auto& type : study.correlations) {
      if (type.pairs.signal.empty())
        continue;
      const BoxStatistics box = box_statistics(signal ? type.pairs.signal : type.pairs.noise);
      boxes.boxes.push_back({x, box.whisker_low, box.q1, box.median, box.q3, box.whisker_high, {}});
      x += 1.0;
    }
    panel.series.emplace_back(std::move(boxes));
    panel.x = name_axis(types);
    panel.y = {.label = signal ? "Correlation" : "", .min = -1.0, .max = 1.0};
    figure.panels.push_back(std::move(panel));
  }
  letter_panels(figure);
  figure.caption = fmt::format("Up to {} random pairs per type of the core; signal: mean rates over directions; noise: "
                               "trial counts without each direction's mean; values beyond the whiskers are not drawn",
                               study.options.correlation_pairs);
  return figure;
}

FigureModel contrast_figure(const StudyResult& study) {
  FigureModel figure{.name = "contrast_response", .title = "Contrast response"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 120.0;
  figure.rows = 2;
  figure.columns = 4;
  const std::vector<std::string> types = cell_types(study.neurons, true);
  double highest = 0.0;
  for (const bool rate : {true, false})
    for (int place = 0; place < 4; ++place) {
      static constexpr std::array titles{"L1 and L2/3", "L4", "L5", "L6"};
      static constexpr std::array layers{2, 4, 5, 6};
      const auto p = static_cast<std::size_t>(place);
      Panel panel =
          panel_at(fmt::format("{}_{}", rate ? "rate" : "OSI", layers[p]), rate ? titles[p] : "", rate ? 0 : 1, place);
      for (const std::string& type : types) {
        const int layer = layer_of(type);
        if (layer != layers[p] && !(place == 0 && layer == 1))
          continue;
        LineSeries line{.label = spaced(type), .ink = type_ink(type), .width_pt = 1.25};
        for (const auto& level : study.contrasts) {
          const std::vector<double> values = sorted_defined(
              values_of_type(study.neurons, type, true, study.core, rate ? level.average_Hz : level.osi));
          const double middle = mean(values);
          const double half =
              values.size() > 1 ? 1.96 * sample_sd(values) / std::sqrt(static_cast<double>(values.size())) : 0.0;
          line.x.push_back(level.contrast);
          line.y.push_back(middle);
          line.lower.push_back(middle - half);
          line.upper.push_back(middle + half);
          if (rate && std::isfinite(middle))
            highest = std::max(highest, middle + half);
        }
        panel.series.emplace_back(std::move(line));
      }
      panel.x = {.label = rate ? "" : "Contrast", .min = 0.0, .max = 1.0, .ticks = {0.0, 0.2, 0.4, 0.6, 0.8}};
      if (!study.contrasts.empty())
        panel.x.max = std::max(0.85, study.contrasts.back().contrast * 1.05);
      panel.legend = rate;
      panel.y = {.label = place > 0 ? ""
                          : rate    ? "Firing rate"
                                    : "OSI",
                 .unit = rate && place == 0 ? "Hz" : "",
                 .min = 0.0,
                 .max = 1.0};
      figure.panels.push_back(std::move(panel));
    }
  for (Panel& panel : figure.panels)
    if (panel.row == 0)
      panel.y.max = round_up(highest);
  figure.panels[0].letter = "A";
  figure.panels[4].letter = "B";
  figure.caption = "Mean over neurons of the core with 95 % interval (normal)";
  return figure;
}

} // namespace striate
