// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/lgn_selection.h"

#include "engine/core/random.h"
#include "engine/network/generator/lgn_keys.h"
#include "engine/network/generator/lgn_rule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

constexpr double reach_deg = 40.0;
constexpr double shift_deg = 2.5;
constexpr int known_frequencies = 32;

/// Purposes: the second entity of the stream of a target. Synapse counts of value k take purpose first_assignment + k.
enum Purpose : std::uint32_t { cell_traits = 0, source_keys = 1, synapse_counts = 2, first_assignment = 3 };

} // namespace

LgnSelection::LgnSelection(const ModelTables& tables, const LgnUnits& units, const LgnField& field, std::uint64_t seed)
    : tables_(tables), units_(units), field_(field), seed_(seed) {
  std::uint32_t first = 0;
  for (const LgnClass& unit : tables.lgn_classes) {
    class_first_.push_back(first);
    first += static_cast<std::uint32_t>(unit.per_tile * field.tiles());
  }
  for (const bool on : {false, true})
    for (int frequency = 1; frequency <= known_frequencies; ++frequency)
      factors_[on].push_back(lgn_class_factors(tables, on, frequency));
}

std::span<const LgnSelection::Source> LgnSelection::choose(const NeuronTable& neurons, std::uint32_t target) {
  chosen_.clear();
  const Population& population = tables_.populations[neurons.population[target]];
  const std::uint32_t wanted = lgn_source_count(population, neurons.target_size[target]);
  if (wanted == 0)
    return chosen_;
  RandomSequence traits(seed_, Stream::lgn_selection, target, cell_traits);
  const bool on = traits.uniform() < population.lgn_on_ratio;
  const int frequency = positive_poisson(population.lgn_poisson, traits.uniform());
  const auto& factors = factors_[on][static_cast<std::size_t>(std::min(frequency, known_frequencies) - 1)];

  // docs/model/network.md#eq-10
  const double x = 0.5 * field_.width_deg() + 0.07 * neurons.x_um[target];
  const double y = 0.5 * field_.height_deg() + 0.04 * neurons.z_um[target];
  const double tuning = neurons.tuning_deg[target];
  find_candidates(x, y, factors);
  make_keys(target, x, y, (on ? tuning : tuning + 180.0) * std::numbers::pi / 180.0, factors);
  exclude_misaligned(tuning);
  take_smallest(wanted);
  draw_synapses(target, population.lgn_yule);
  return chosen_;
}

/// Tiles that come within reach, as spans of unit ids: the rows of one tile column are neighbours.
void LgnSelection::find_candidates(double x_deg, double y_deg, const std::vector<double>& factors) {
  spans_.clear();
  for (int column = 0; column < field_.tiles_x; ++column) {
    const double left = column * LgnField::tile_deg;
    const double dx = std::max({left - x_deg, x_deg - left - LgnField::tile_deg, 0.0});
    if (dx > reach_deg)
      continue;
    const double dy = std::sqrt(reach_deg * reach_deg - dx * dx);
    const auto row = [&](double y) { return static_cast<int>(std::floor(y / LgnField::tile_deg)); };
    const int bottom = std::max(row(y_deg - dy), 0);
    const int top = std::min(row(y_deg + dy) + 1, field_.tiles_y);
    if (bottom >= top)
      continue;
    for (std::size_t c = 0; c < factors.size(); ++c)
      if (factors[c] > 0.0) {
        const int per_tile = tables_.lgn_classes[c].per_tile;
        spans_.push_back({class_first_[c] + static_cast<std::uint32_t>((column * field_.tiles_y + bottom) * per_tile),
                          static_cast<std::uint32_t>((top - bottom) * per_tile), c});
      }
  }
}

void LgnSelection::fill_words(std::uint32_t target, std::uint32_t purpose, std::size_t count) {
  const auto draws = static_cast<std::uint32_t>((count + 3) / 4);
  words_.resize(std::max(words_.size(), std::size_t{draws} * 4));
  random_words(seed_, target, purpose, draws, words_.data());
}

void LgnSelection::make_keys(std::uint32_t target, double x_deg, double y_deg, double axis_rad,
                             const std::vector<double>& factors) {
  std::size_t total = 0;
  for (const Span& span : spans_)
    total += span.count;
  fill_words(target, source_keys, total);
  keys_.resize(total);
  distances_.resize(total);
  unit_of_.resize(total);
  LgnFrame frame{static_cast<float>(x_deg), static_cast<float>(y_deg), static_cast<float>(std::cos(axis_rad)),
                 static_cast<float>(std::sin(axis_rad))};
  std::size_t at = 0;
  for (const Span& span : spans_) {
    frame.shift_deg = static_cast<float>(shift_deg * tables_.lgn_classes[span.lgn_class].rf_shift);
    frame.log_weight = static_cast<float>(std::log(factors[span.lgn_class]));
    selection_keys(frame, units_.x_deg.data() + span.first, units_.y_deg.data() + span.first, span.count,
                   words_.data() + at, keys_.data() + at, distances_.data() + at);
    for (std::uint32_t i = 0; i < span.count; ++i)
      unit_of_[at + i] = span.first + i;
    at += span.count;
  }
}

void LgnSelection::exclude_misaligned(double tuning_deg) {
  std::size_t at = 0;
  for (const Span& span : spans_) {
    if (tables_.lgn_classes[span.lgn_class].composite)
      for (std::uint32_t i = 0; i < span.count; ++i)
        if (!lgn_axis_fits(units_.axis_deg[span.first + i], tuning_deg))
          keys_[at + i] = excluded_key;
    at += span.count;
  }
}

void LgnSelection::take_smallest(std::uint32_t wanted) {
  for (const std::uint32_t i : smallest_.find(keys_, wanted))
    chosen_.push_back({unit_of_[i], 1, distances_[i]});
}

/// Draws one count per source and hands the larger ones, value by value, to nearer sources. The smallest value is not
/// handed out: all sources left have one synapse.
void LgnSelection::draw_synapses(std::uint32_t target, double alpha) {
  RandomSequence random(seed_, Stream::lgn_selection, target, synapse_counts);
  synapse_draws_.clear();
  std::size_t singles = 0;
  for (std::size_t i = 0; i < chosen_.size(); ++i) {
    const std::uint32_t k = yule_simon(alpha, random.uniform_positive());
    if (k > 1)
      synapse_draws_.push_back(k);
    else
      ++singles;
  }
  std::ranges::sort(synapse_draws_, std::greater{});
  std::size_t open = chosen_.size(); // sources [0, open) still wait for their count
  for (std::size_t begin = 0; begin < synapse_draws_.size();) {
    const std::uint32_t k = synapse_draws_[begin];
    std::size_t end = begin;
    while (end < synapse_draws_.size() && synapse_draws_[end] == k)
      ++end;
    if (end == synapse_draws_.size() && singles == 0)
      break;
    fill_words(target, first_assignment + k, open);
    keys_.resize(open);
    distances_.resize(open);
    for (std::size_t i = 0; i < open; ++i)
      distances_[i] = chosen_[i].distance_sq;
    nearness_keys(static_cast<float>(k), distances_.data(), open, words_.data(), keys_.data());
    const auto taken = smallest_.find(keys_, end - begin);
    // From the last place down, so that a swap never moves a source that is still to be taken.
    for (std::size_t last = taken.size(); last-- > 0;) {
      const std::uint32_t i = taken[last];
      chosen_[i].synapses = k;
      std::swap(chosen_[i], chosen_[--open]);
    }
    begin = end;
  }
}

} // namespace striate
