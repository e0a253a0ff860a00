// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/network_figures.h"
#include "engine/analysis/measures/weight_relations.h"
#include "engine/core/errors.h"
#include "engine/core/finite_range.h"
#include "engine/network/generator/weight_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace striate {
namespace {

constexpr int weight_bins = 48;
constexpr double lightest_pA = 0.1, heaviest_pA = 100.0;
constexpr double most_octaves = 4.0;            ///< by which a weight may have changed to be seen
constexpr std::uint64_t most_edges = 2'000'000; ///< of a pair: more say nothing new

struct ClassRow {
  CellClass cell_class;
  const char* label;
  Ink ink;
};
constexpr std::array class_rows{ClassRow{CellClass::exc, "Exc", Ink::exc}, ClassRow{CellClass::pv, "PV", Ink::pv},
                                ClassRow{CellClass::sst, "SST", Ink::sst}, ClassRow{CellClass::vip, "VIP", Ink::vip}};

std::size_t class_index(CellClass cell_class) {
  return cell_class == CellClass::l1 ? 3 : static_cast<std::size_t>(cell_class); // L1 with VIP: the top layers' cells
}

/// Of every neuron.
std::vector<std::size_t> classes_of(const Network& network) {
  std::vector<std::size_t> classes_by_neuron;
  classes_by_neuron.reserve(network.neurons.size());
  for (const std::uint16_t population : network.neurons.population)
    classes_by_neuron.push_back(class_index(network.tables->populations[population].cell_class));
  return classes_by_neuron;
}

/// |weight| counts per pair of classes in logarithmic bins, and how many edges each (source population, target model)
/// pair contributes.
struct WeightCounts {
  std::array<std::array<double, weight_bins>, 16> counts{};
  std::array<double, 16> total{};
  std::vector<double> pair_edges; ///< [source population][target model]

  explicit WeightCounts(const Network& network)
      : pair_edges(network.tables->populations.size() * network.tables->cell_models.size(), 0.0) {
    const NeuronTable& neurons = network.neurons;
    if (network.recurrent.row_run.empty())
      return;
    std::vector<std::size_t> class_of;
    for (const Population& population : network.tables->populations)
      class_of.push_back(class_index(population.cell_class));
    const double scale = weight_bins / std::log10(heaviest_pA / lightest_pA);
    for (std::uint32_t s = 0; s < neurons.size(); ++s)
      for (const EdgeRun& run : network.recurrent.row(s))
        for (std::uint64_t e = run.begin; e < network.recurrent.run_end(run); ++e) {
          const std::uint32_t t = network.recurrent.target[e];
          const std::size_t pair = 4 * class_of[neurons.population[s]] + class_of[neurons.population[t]];
          const double magnitude = std::abs(static_cast<double>(network.recurrent.weight[e]));
          total[pair] += 1.0;
          pair_edges[neurons.population[s] * network.tables->cell_models.size() + neurons.model[t]] += 1.0;
          const double bin = std::floor(std::log10(std::max(magnitude, 1e-30) / lightest_pA) * scale);
          if (bin >= 0.0 && bin < weight_bins)
            counts[pair][static_cast<std::size_t>(bin)] += 1.0;
        }
  }
};

/// The expected law of ln|w|: for one target model close to normal with mean ln(scale / nsyn_scale) - nsyn_shape^2 and
/// the larger of the spreads of PSPs and target sizes (docs/model/network.md#eq-19); a pair of classes is a mixture.
LineSeries rule_curve(const Network& network, const WeightCounts& weights, std::size_t source_class,
                      std::size_t target_class) {
  const ModelTables& tables = *network.tables;
  LineSeries line{.label = "rule", .ink = Ink::text, .width_pt = 1.0, .dashed = true};
  const double width = std::log10(heaviest_pA / lightest_pA) / weight_bins;
  std::vector<double> density(weight_bins, 0.0);
  double total = 0.0;
  for (std::size_t p = 0; p < tables.populations.size(); ++p)
    for (std::size_t m = 0; m < tables.cell_models.size(); ++m) {
      const double edges = weights.pair_edges[p * tables.cell_models.size() + m];
      const auto& target = tables.populations[static_cast<std::size_t>(tables.cell_models[m].population)];
      if (edges == 0.0 || class_index(tables.populations[p].cell_class) != source_class ||
          class_index(target.cell_class) != target_class)
        continue;
      const WeightPair pair = weight_pair(tables, p, m);
      const double spread = std::hypot(pair.log_spread, target.nsyn_shape); // PSPs and sizes of the targets
      const double middle = std::log(std::abs(pair.scale) / target.nsyn_scale) - target.nsyn_shape * target.nsyn_shape;
      total += edges;
      for (int b = 0; b < weight_bins; ++b) {
        const double ln_w = std::log(10.0) * (std::log10(lightest_pA) + (b + 0.5) * width);
        const double z = (ln_w - middle) / spread;
        density[static_cast<std::size_t>(b)] +=
            edges * std::exp(-0.5 * z * z) / (spread * std::sqrt(2.0 * std::numbers::pi)) * width * std::log(10.0);
      }
    }
  for (int b = 0; b < weight_bins && total > 0.0; ++b) {
    line.x.push_back(lightest_pA * std::pow(10.0, (b + 0.5) * width));
    line.y.push_back(density[static_cast<std::size_t>(b)] / total);
  }
  return line;
}

struct PairList {
  std::vector<double> difference, weight;
};

/// Differences of tuning angle and weights between excitatory neurons of two layers.
PairList tuning_pairs(const Network& network, int source_layer, int target_layer) {
  PairList pairs;
  const NeuronTable& neurons = network.neurons;
  const auto wanted = [&](std::uint32_t i, int layer) {
    const Population& population = network.tables->populations[neurons.population[i]];
    return population.excitatory && population.layer == layer;
  };
  if (network.recurrent.row_run.empty())
    return pairs;
  const std::uint32_t stride =
      std::max<std::uint32_t>(1, static_cast<std::uint32_t>(network.recurrent.edge_count() / (8 * most_edges)));
  for (std::uint32_t s = 0; s < neurons.size(); s += stride)
    if (wanted(s, source_layer))
      for (const EdgeRun& run : network.recurrent.row(s))
        for (std::uint64_t e = run.begin; e < network.recurrent.run_end(run); ++e)
          if (const std::uint32_t t = network.recurrent.target[e]; wanted(t, target_layer)) {
            pairs.difference.push_back(direction_distance_deg(static_cast<double>(neurons.tuning_deg[s]),
                                                              static_cast<double>(neurons.tuning_deg[t])));
            pairs.weight.push_back(static_cast<double>(network.recurrent.weight[e]));
          }
  return pairs;
}

} // namespace

FigureModel weight_distributions_figure(const Network& network) {
  FigureModel figure{.name = "weight_distributions", .title = "Weights by pair of classes"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 150.0;
  figure.rows = figure.columns = 4;
  const WeightCounts weights(network);
  const double width = std::log10(heaviest_pA / lightest_pA) / weight_bins;
  for (std::size_t s = 0; s < class_rows.size(); ++s)
    for (std::size_t t = 0; t < class_rows.size(); ++t) {
      const std::size_t pair = 4 * s + t;
      Panel panel = panel_at(fmt::format("{}_to_{}", class_rows[s].label, class_rows[t].label),
                             fmt::format("{} to {}", class_rows[s].label, class_rows[t].label), static_cast<int>(s),
                             static_cast<int>(t));
      LineSeries line{.label = "network", .ink = class_rows[s].ink, .width_pt = 1.25, .fill = true, .steps = true};
      for (int b = 0; b < weight_bins; ++b) {
        line.x.push_back(lightest_pA * std::pow(10.0, b * width));
        line.y.push_back(
            weights.total[pair] > 0.0 ? weights.counts[pair][static_cast<std::size_t>(b)] / weights.total[pair] : 0.0);
      }
      double highest = finite_range(line.y).high_or(0.0);
      panel.series.emplace_back(std::move(line));
      LineSeries rule = rule_curve(network, weights, s, t);
      highest = std::max(highest, finite_range(rule.y).high_or(0.0));
      panel.series.emplace_back(std::move(rule));
      panel.x = log_axis(s == 3 ? "|Weight|" : "", s == 3 ? "pA" : "", lightest_pA, heaviest_pA);
      panel.y = {.label = t == 0 ? "Share of edges" : "", .min = 0.0, .max = round_up(highest)};
      figure.panels.push_back(std::move(panel));
    }
  figure.caption =
      fmt::format("{}, {} connections, weight rule {}; dashed: law of the rule (spread of target sizes and "
                  "PSPs); L1 cells are counted with VIP",
                  network.name, network.recurrent.edge_count(),
                  network.recipe.weight_rule == NetworkRecipe::WeightRule::nll ? "nll" : "l2l");
  return figure;
}

FigureModel weight_changes_figure(const Network& before, const Network& now) {
  const Projection& old = before.recurrent;
  if (old.target != now.recurrent.target || old.row_run != now.recurrent.row_run)
    throw Error("Weights can only be compared between networks with identical connectivity.");
  FigureModel figure{.name = "weight_changes", .title = "Weight changes by pair of classes"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 150.0;
  figure.rows = figure.columns = 4;
  std::array<std::array<double, weight_bins>, 16> counts{};
  std::array<double, 16> total{};
  std::uint64_t outside = 0, changed = 0;
  const std::vector<std::size_t> class_of = classes_of(now);
  const double scale = weight_bins / (2.0 * most_octaves);
  for (std::uint32_t s = 0; !old.row_run.empty() && s < now.neurons.size(); ++s)
    for (const EdgeRun& run : old.row(s))
      for (std::uint64_t e = run.begin; e < old.run_end(run); ++e) {
        const double from = std::abs(static_cast<double>(old.weight[e]));
        const double to = std::abs(static_cast<double>(now.recurrent.weight[e]));
        const std::size_t pair = 4 * class_of[s] + class_of[old.target[e]];
        total[pair] += 1.0;
        changed += from != to ? 1 : 0;
        const double bin = std::floor((std::log2(to / from) + most_octaves) * scale);
        if (bin >= 0.0 && bin < weight_bins)
          counts[pair][static_cast<std::size_t>(bin)] += 1.0;
        else
          ++outside; // also what was or became 0
      }
  for (std::size_t s = 0; s < class_rows.size(); ++s)
    for (std::size_t t = 0; t < class_rows.size(); ++t) {
      const std::size_t pair = 4 * s + t;
      Panel panel = panel_at(fmt::format("{}_to_{}", class_rows[s].label, class_rows[t].label),
                             fmt::format("{} to {}", class_rows[s].label, class_rows[t].label), static_cast<int>(s),
                             static_cast<int>(t));
      LineSeries line{.label = "now / before", .ink = class_rows[s].ink, .width_pt = 1.25, .fill = true, .steps = true};
      for (int b = 0; b < weight_bins; ++b) {
        line.x.push_back(std::exp2(b / scale - most_octaves));
        line.y.push_back(total[pair] > 0.0 ? counts[pair][static_cast<std::size_t>(b)] / total[pair] : 0.0);
      }
      const double highest = finite_range(line.y).high_or(0.0);
      panel.series.emplace_back(std::move(line));
      panel.x = log_axis(s == 3 ? "Factor of |weight|" : "", "", std::exp2(-most_octaves), std::exp2(most_octaves));
      panel.y = {.label = t == 0 ? "Share of edges" : "", .min = 0.0, .max = round_up(highest)};
      figure.panels.push_back(std::move(panel));
    }
  figure.caption =
      fmt::format("{}, {} connections, {} of them changed, {} outside the axes; now against the weights it "
                  "was built with; L1 cells are counted with VIP",
                  now.name, now.recurrent.edge_count(), changed, outside);
  return figure;
}

FigureModel weight_tuning_figure(const Network& network) {
  FigureModel figure{.name = "weight_vs_tuning", .title = "Weight against difference of preferred direction"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 150.0;
  figure.rows = figure.columns = 4;
  static constexpr std::array layers{2, 4, 5, 6};
  static constexpr std::array names{"L2/3", "L4", "L5", "L6"};
  std::uint64_t edges = 0;
  for (std::size_t s = 0; s < layers.size(); ++s)
    for (std::size_t t = 0; t < layers.size(); ++t) {
      const PairList pairs = tuning_pairs(network, layers[s], layers[t]);
      edges += pairs.weight.size();
      Panel panel = panel_at(fmt::format("e{}_to_e{}", layers[s], layers[t]),
                             fmt::format("{} to {}", names[s], names[t]), static_cast<int>(s), static_cast<int>(t));
      BarSeries bars{.label = "mean ± SEM", .ink = Ink::lgn_spike, .width = 18.0, .alpha = 0.4};
      double highest = 0.0;
      for (const BinnedMean& bin : binned_means(pairs.difference, pairs.weight, 0.0, 180.0, 20.0)) {
        bars.x.push_back(0.5 * (bin.from + bin.to));
        bars.y.push_back(bin.mean);
        bars.lower.push_back(bin.mean - bin.sem);
        bars.upper.push_back(bin.mean + bin.sem);
        highest = std::max(highest, bin.mean + (std::isnan(bin.sem) ? 0.0 : bin.sem));
      }
      panel.series.emplace_back(std::move(bars));
      if (const CosineFit fit = cosine_fit(pairs.difference, pairs.weight); !std::isnan(fit.a)) {
        LineSeries line{.label = "a cos D + b cos 2D + c", .ink = Ink::gamma, .width_pt = 1.25};
        for (int d = 0; d <= 180; d += 5) {
          line.x.push_back(d);
          line.y.push_back(fit.value(d));
        }
        panel.series.emplace_back(std::move(line));
        panel.note =
            fmt::format("a/c {:.2f}{}  b/c {:.2f}{}", fit.a / fit.c, stars(fit.p_a), fit.b / fit.c, stars(fit.p_b));
      }
      panel.x = {.label = s == 3 ? "Difference" : "",
                 .unit = s == 3 ? "°" : "",
                 .min = 0.0,
                 .max = 180.0,
                 .ticks = {0, 90, 180}};
      panel.y = {
          .label = t == 0 ? "Weight" : "", .unit = t == 0 ? "pA" : "", .min = 0.0, .max = round_up(1.35 * highest)};
      figure.panels.push_back(std::move(panel));
    }
  figure.caption =
      fmt::format("{}; rows: layer of the source, columns: of the target; excitatory neurons, {} connections, "
                  "assigned preferred directions; * p < 0.05, ** 0.01, *** 0.001",
                  network.name, edges);
  return figure;
}

} // namespace striate
