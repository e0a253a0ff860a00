// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/network_figures.h"
#include "engine/core/finite_range.h"
#include "engine/core/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {
namespace {

constexpr double near_um = 100.0;
constexpr int distance_bins = 25, angle_bins = 9;
constexpr std::uint32_t sampled_sources = 3000, compared_targets = 3000;
constexpr std::uint64_t sample_seed = 3000;

struct Types {
  std::vector<std::string> names;
  std::vector<std::uint16_t> of_neuron;
  std::vector<double> count;
};

Types types_of(const StudyNeurons& neurons) {
  Types types;
  types.names = cell_types(neurons, false);
  types.count.assign(types.names.size(), 0.0);
  for (std::uint32_t i = 0; i < neurons.size(); ++i) {
    const auto at = std::find(types.names.begin(), types.names.end(), neurons.of(i).cell_type);
    types.of_neuron.push_back(static_cast<std::uint16_t>(at - types.names.begin()));
    types.count[types.of_neuron.back()] += 1.0;
  }
  return types;
}

double distance_um(const StudyNeurons& n, std::uint32_t a, std::uint32_t b) {
  return std::hypot(static_cast<double>(n.x_um[a] - n.x_um[b]), static_cast<double>(n.z_um[a] - n.z_um[b]));
}

std::vector<std::uint32_t> sample(std::uint32_t count, std::uint32_t wanted, std::uint32_t which) {
  std::vector<std::uint32_t> chosen;
  RandomSequence random(sample_seed, Stream::analysis_sample, which, 3);
  for (std::uint32_t i = 0; i < std::min(count, wanted); ++i)
    chosen.push_back(count <= wanted ? i : static_cast<std::uint32_t>(random.uniform() * count));
  return chosen;
}

/// Visits every target of the sampled sources, then every one of sampled pairs: connected and possible.
template <typename Connected, typename Possible>
void visit_pairs(const Network& network, const Connected& connected, const Possible& possible) {
  const std::uint32_t n = network.neurons.size();
  if (network.recurrent.row_run.empty())
    return;
  const std::vector<std::uint32_t> sources = sample(n, sampled_sources, 0), targets = sample(n, compared_targets, 1);
  std::vector<std::uint8_t> is_target(n, 0);
  for (const std::uint32_t t : targets)
    ++is_target[t];
  for (const std::uint32_t s : sources) {
    for (const EdgeRun& run : network.recurrent.row(s))
      for (std::uint64_t e = run.begin; e < network.recurrent.run_end(run); ++e)
        for (std::uint8_t copy = 0; copy < is_target[network.recurrent.target[e]]; ++copy)
          connected(s, network.recurrent.target[e]);
    for (const std::uint32_t t : targets)
      if (t != s)
        possible(s, t);
  }
}

Panel matrix_panel(std::string id, std::string title, const Types& types, std::vector<double> values, double high,
                   std::string bar, int column, int decimals) {
  const auto n = static_cast<int>(types.names.size());
  MatrixSeries matrix{.label = title, .columns = n, .rows = n, .values = std::move(values)};
  matrix.x0 = matrix.y0 = -0.5;
  matrix.x1 = matrix.y1 = n - 0.5;
  matrix.high = high;
  matrix.decimals = decimals;
  Panel panel = panel_at(std::move(id), std::move(title), 0, column);
  panel.x = name_axis(types.names);
  panel.x.min = matrix.x0;
  panel.x.max = matrix.x1;
  panel.x.label = "Target";
  panel.y = {.label = column == 0 ? "Source" : "", .min = matrix.y0, .max = matrix.y1};
  for (int r = 0; r < n; ++r) {
    panel.y.ticks.push_back(n - 1 - r);
    panel.y.tick_labels.push_back(spaced(types.names[static_cast<std::size_t>(r)]));
  }
  panel.series.emplace_back(std::move(matrix));
  panel.color_bar = ColorBar{ColorMap::viridis, 0.0, high, std::move(bar)};
  return panel;
}

struct PairKind {
  const char* label;
  bool source, target; ///< excitatory
  Ink ink;
};
constexpr std::array kinds{PairKind{"E to E", true, true, Ink::exc}, PairKind{"E to I", true, false, Ink::layer5},
                           PairKind{"I to E", false, true, Ink::inhibitory},
                           PairKind{"I to I", false, false, Ink::vip}};

std::size_t kind_of(const StudyNeurons& neurons, std::uint32_t s, std::uint32_t t) {
  return (neurons.of(s).excitatory ? 0U : 2U) + (neurons.of(t).excitatory ? 0U : 1U);
}

} // namespace

FigureModel neuron_counts_figure(const Network& network) {
  FigureModel figure{.name = "neuron_counts", .title = "Neurons per layer and class"};
  figure.width_mm = one_column_mm;
  figure.height_mm = 65.0;
  const StudyNeurons neurons = study_neurons(network);
  static constexpr std::array layers{1, 2, 4, 5, 6};
  static constexpr std::array names{"L1", "L2/3", "L4", "L5", "L6"};
  static constexpr std::array classes{CellClass::exc, CellClass::pv, CellClass::sst, CellClass::vip, CellClass::l1};
  static constexpr std::array inks{Ink::exc, Ink::pv, Ink::sst, Ink::vip, Ink::l1};
  static constexpr std::array labels{"Exc", "PV", "SST", "VIP", "L1"};
  Panel panel = panel_at("counts", "", 0, 0);
  std::vector<double> base(layers.size(), 0.0);
  for (std::size_t c = 0; c < classes.size(); ++c) {
    BarSeries bars{.label = labels[c], .ink = inks[c], .base = base, .width = 0.7};
    for (std::size_t l = 0; l < layers.size(); ++l) {
      for (std::uint32_t i = 0; i < neurons.size(); ++i)
        base[l] += neurons.of(i).layer == layers[l] && neurons.of(i).cell_class == classes[c] ? 1.0 : 0.0;
      bars.x.push_back(static_cast<double>(l));
      bars.y.push_back(base[l]);
    }
    panel.series.emplace_back(std::move(bars));
  }
  panel.x = {.label = "Layer", .min = -0.6, .max = 4.6, .ticks = {0, 1, 2, 3, 4}};
  panel.x.tick_labels.assign(names.begin(), names.end());
  panel.y = {.label = "Neurons", .min = 0.0, .max = round_up(finite_range(base).high_or(0.0))};
  panel.legend = true;
  figure.panels.push_back(std::move(panel));
  figure.caption = fmt::format("{}: {} neurons, bars stacked", network.name, neurons.size());
  return figure;
}

FigureModel connectivity_figure(const Network& network) {
  FigureModel figure{.name = "connectivity", .title = "Connection probability and in-degree"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 105.0;
  figure.columns = 2;
  const StudyNeurons neurons = study_neurons(network);
  const Types types = types_of(neurons);
  const std::size_t n = types.names.size();
  std::vector<double> connected(n * n, 0.0), possible(n * n, 0.0), in_degree(n * n, 0.0);
  const auto cell = [&](std::uint32_t s, std::uint32_t t) {
    return static_cast<std::size_t>(types.of_neuron[s]) * n + types.of_neuron[t];
  };
  visit_pairs(
      network,
      [&](std::uint32_t s, std::uint32_t t) {
        connected[cell(s, t)] += distance_um(neurons, s, t) < near_um ? 1.0 : 0.0;
      },
      [&](std::uint32_t s, std::uint32_t t) {
        possible[cell(s, t)] += distance_um(neurons, s, t) < near_um ? 1.0 : 0.0;
      });
  if (!network.recurrent.row_run.empty())
    for (std::uint32_t s = 0; s < neurons.size(); ++s)
      for (const EdgeRun& run : network.recurrent.row(s))
        for (std::uint64_t e = run.begin; e < network.recurrent.run_end(run); ++e)
          in_degree[cell(s, network.recurrent.target[e])] += 1.0;
  double most_probable = 0.0, most_inputs = 0.0;
  for (std::size_t c = 0; c < n * n; ++c) {
    connected[c] = possible[c] >= 20.0 ? connected[c] / possible[c] : std::nan("");
    in_degree[c] /= types.count[c % n];
    if (std::isfinite(connected[c]))
      most_probable = std::max(most_probable, connected[c]);
    most_inputs = std::max(most_inputs, in_degree[c]);
  }
  figure.panels.push_back(matrix_panel("probability", fmt::format("Probability within {:.0f} µm", near_um), types,
                                       connected, round_up(most_probable), "Connection probability", 0, -1));
  figure.panels.push_back(
      matrix_panel("in_degree", "Mean in-degree", types, in_degree, round_up(most_inputs), "Inputs per neuron", 1, -1));
  letter_panels(figure);
  figure.caption =
      fmt::format("{}; probability from up to {} x {} sampled neurons, cells with fewer than 20 pairs empty; "
                  "in-degree from all {} connections",
                  network.name, sampled_sources, compared_targets, network.recurrent.edge_count());
  return figure;
}

FigureModel connection_rules_figure(const Network& network) {
  FigureModel figure{.name = "connection_rules", .title = "Connection probability by distance and orientation"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 70.0;
  figure.columns = 2;
  const StudyNeurons neurons = study_neurons(network);
  const double farthest_um = std::min(500.0, 2.0 * network.recipe.radius_um);
  std::array<std::vector<double>, 4> near_yes, near_all, turn_yes, turn_all;
  for (auto* lists : {&near_yes, &near_all})
    lists->fill(std::vector<double>(distance_bins, 0.0));
  for (auto* lists : {&turn_yes, &turn_all})
    lists->fill(std::vector<double>(angle_bins, 0.0));
  const auto add = [&](std::uint32_t s, std::uint32_t t, auto& by_distance, auto& by_angle) {
    const std::size_t kind = kind_of(neurons, s, t);
    const double d = distance_um(neurons, s, t);
    if (d < farthest_um)
      by_distance[kind][static_cast<std::size_t>(d / farthest_um * distance_bins)] += 1.0;
    if (d >= 2.0 * near_um)
      return;
    const double turn = orientation_distance_deg(static_cast<double>(neurons.tuning_deg[s]),
                                                 static_cast<double>(neurons.tuning_deg[t]));
    by_angle[kind][std::min<std::size_t>(static_cast<std::size_t>(turn / 90.0 * angle_bins), angle_bins - 1)] += 1.0;
  };
  visit_pairs(
      network, [&](std::uint32_t s, std::uint32_t t) { add(s, t, near_yes, turn_yes); },
      [&](std::uint32_t s, std::uint32_t t) { add(s, t, near_all, turn_all); });
  Panel distance = panel_at("distance", "Distance", 0, 0), turn = panel_at("orientation", "Orientation", 0, 1);
  double highest_d = 0.0, highest_t = 0.0;
  const auto line_of = [&](const PairKind& kind, const std::vector<double>& yes, const std::vector<double>& all,
                           double reach, double& highest) {
    LineSeries line{.label = kind.label, .ink = kind.ink, .width_pt = 1.25};
    for (std::size_t b = 0; b < yes.size(); ++b) {
      const bool enough = all[b] >= 30.0;
      const double p = enough ? yes[b] / all[b] : std::nan(""), error = enough ? std::sqrt(p * (1.0 - p) / all[b]) : p;
      line.x.push_back((static_cast<double>(b) + 0.5) * reach / static_cast<double>(yes.size()));
      line.y.push_back(p);
      line.lower.push_back(p - error);
      line.upper.push_back(p + error);
      if (enough)
        highest = std::max(highest, p + error);
    }
    return line;
  };
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    distance.series.emplace_back(line_of(kinds[k], near_yes[k], near_all[k], farthest_um, highest_d));
    turn.series.emplace_back(line_of(kinds[k], turn_yes[k], turn_all[k], 90.0, highest_t));
  }
  distance.x = {.label = "Distance in the plane of the pia", .unit = "µm", .min = 0.0, .max = farthest_um};
  turn.x = {
      .label = "Difference of preferred orientation", .unit = "°", .min = 0.0, .max = 90.0, .ticks = {0, 30, 60, 90}};
  distance.y = {.label = "Connection probability", .min = 0.0, .max = round_up(highest_d)};
  turn.y = {.min = 0.0, .max = round_up(highest_t)};
  distance.legend = true;
  figure.panels = {std::move(distance), std::move(turn)};
  letter_panels(figure);
  figure.caption =
      fmt::format("{}; up to {} x {} sampled neurons of all layers, band: standard error; B: pairs nearer than "
                  "{:.0f} µm",
                  network.name, sampled_sources, compared_targets, 2.0 * near_um);
  return figure;
}

FigureModel orientation_map_figure(const Network& network) {
  FigureModel figure{.name = "orientation_map", .title = "Orientation map of the column"};
  figure.width_mm = one_column_mm;
  figure.height_mm = 84.0;
  const NeuronTable& neurons = network.neurons;
  Panel panel = panel_at("map", "Excitatory neurons of L2/3", 0, 0);
  DotSeries dots{.label = "preferred orientation", .diameter_pt = 2.5, .map = ColorMap::cyclic, .high = 180.0};
  double reach = 1.0;
  for (std::uint32_t i = 0; i < neurons.size(); ++i) {
    const Population& population = network.tables->populations[neurons.population[i]];
    reach = std::max(reach, static_cast<double>(neurons.radius_um(i)));
    if (population.layer != 2 || !population.excitatory)
      continue;
    dots.x.push_back(neurons.x_um[i]);
    dots.y.push_back(neurons.z_um[i]);
    dots.value.push_back(std::fmod(neurons.tuning_deg[i], 180.0F));
  }
  if (dots.x.size() > 4000)
    dots.diameter_pt = 1.2;
  panel.x = {.label = "x", .unit = "µm", .min = -1.02 * reach, .max = 1.02 * reach};
  panel.y = {.label = "z", .unit = "µm", .min = -1.02 * reach, .max = 1.02 * reach};
  panel.series.emplace_back(std::move(dots));
  panel.color_bar = ColorBar{ColorMap::cyclic, 0.0, 180.0, "Orientation (°)"};
  figure.panels.push_back(std::move(panel));
  figure.caption = fmt::format("{}; assigned angles, seen from the pia: salt and pepper as in the mouse", network.name);
  return figure;
}

} // namespace striate
