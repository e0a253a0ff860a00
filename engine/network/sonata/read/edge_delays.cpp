// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/edge_delays.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace striate::sonata {

namespace {

/// The delays of one group of edges.
struct Extent {
  double shortest_ms = std::numeric_limits<double>::infinity();
  double longest_ms = -std::numeric_limits<double>::infinity();

  void add(double delay_ms) {
    shortest_ms = std::min(shortest_ms, delay_ms);
    longest_ms = std::max(longest_ms, delay_ms);
  }
  bool empty() const { return longest_ms < shortest_ms; }
  bool differ() const { return longest_ms > shortest_ms; }
};

template <typename Take>
void for_kept(const EdgeList& rows, std::span<const SynapseRule> rules, Take take) {
  for (std::size_t edge = 0; edge < rows.size(); ++edge)
    if (rows.target[edge] != EdgeList::none && rows.source[edge] != EdgeList::none &&
        rows.kind[edge] != EdgeList::none && rules[rows.kind[edge]].known())
      take(rules[rows.kind[edge]], delay_of(rows, rules, edge));
}

void note(DelaySurvey& survey, const Extent& extent) {
  if (extent.empty())
    return;
  const bool first = survey.longest_ms == 0.0;
  survey.shortest_ms = first ? extent.shortest_ms : std::min(survey.shortest_ms, extent.shortest_ms);
  survey.longest_ms = std::max(survey.longest_ms, extent.longest_ms);
  survey.differ = survey.differ || extent.differ();
}

} // namespace

double delay_of(const EdgeList& rows, std::span<const SynapseRule> rules, std::size_t edge) {
  if (!rows.delay_ms.empty() && !std::isnan(rows.delay_ms[edge]))
    return rows.delay_ms[edge];
  return rules[rows.kind[edge]].delay_ms;
}

std::uint8_t basis4_steps(double delay_ms) {
  return static_cast<std::uint8_t>(std::nearbyint(std::max(delay_ms, basis4_step_ms) / basis4_step_ms));
}

DelaySurvey settle_recurrent_delays(const EdgeList& rows, std::span<const SynapseRule> rules,
                                    decltype(ModelTables::delay_ms)& delay_ms) {
  constexpr std::size_t classes = ModelTables::synaptic_class_count;
  std::vector<std::optional<double>> of_types(classes * classes);
  for (const SynapseRule& rule : rules)
    if (rule.known() && rule.slot < classes && !std::isnan(rule.delay_ms))
      if (auto& pair = of_types[rule.slot * classes + rule.target_class]; !pair)
        pair = rule.delay_ms;

  DelaySurvey survey;
  std::vector<Extent> extents((classes + 1) * classes);
  for_kept(rows, rules, [&](const SynapseRule& rule, double delay) {
    extents[rule.slot * classes + rule.target_class].add(delay);
    const double change = std::abs(delay - basis4_steps(delay) * basis4_step_ms);
    ++survey.edges;
    survey.rounded += change != 0.0 ? 1u : 0u;
    survey.largest_change_ms = std::max(survey.largest_change_ms, change);
  });
  for (std::size_t pre = 0; pre <= classes; ++pre)
    for (std::size_t post = 0; post < classes; ++post) {
      const Extent& extent = extents[pre * classes + post];
      note(survey, extent);
      if (pre == classes) // external synapses between neurons: the tables have no place for their delay
        survey.differ = survey.differ || !extent.empty();
      else if (!extent.empty())
        delay_ms[pre][post] = extent.shortest_ms;
      else
        delay_ms[pre][post] = of_types[pre * classes + post].value_or(delay_ms[pre][post]);
    }
  return survey;
}

DelaySurvey settle_input_delays(const EdgeList& rows, std::span<const SynapseRule> rules, double& delay_ms) {
  DelaySurvey survey;
  Extent extent;
  for_kept(rows, rules, [&](const SynapseRule&, double delay) {
    extent.add(delay);
    ++survey.edges;
  });
  note(survey, extent);
  const auto named =
      std::ranges::find_if(rules, [](const SynapseRule& rule) { return rule.known() && !std::isnan(rule.delay_ms); });
  if (!extent.empty())
    delay_ms = extent.shortest_ms;
  else if (named != rules.end())
    delay_ms = named->delay_ms;
  return survey;
}

} // namespace striate::sonata
