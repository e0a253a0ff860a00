// SPDX-License-Identifier: Apache-2.0
#include "engine/session/perturbation_schedule.h"

#include "engine/core/errors.h"
#include "engine/core/near_match.h"
#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"
#include "engine/session/selection_part.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace striate {

namespace {

constexpr std::int64_t open_end = PerturbationTerm::open_end;
constexpr std::string_view off_prefix = "off:";

const std::vector<std::string>& kind_names() {
  static const std::vector<std::string> names = {"silence", "current", "scale-out", "scale-in"};
  return names;
}

const char* value_name(PerturbationKind kind) {
  return kind == PerturbationKind::current ? "PA" : "FACTOR";
}

/// How a kind is written.
std::string form_of(PerturbationKind kind) {
  const std::string& name = kind_names()[static_cast<std::size_t>(kind)];
  return kind == PerturbationKind::silence ? fmt::format("{}:SELECTION:FROM:TO", name)
                                           : fmt::format("{}:SELECTION:{}:FROM:TO", name, value_name(kind));
}

Error wrong(std::string_view term, const std::string& why, PerturbationKind kind) {
  return Error(fmt::format("Invalid perturbation \"{}\": {}; write {} with times in ms.", term, why, form_of(kind)),
               Error::Kind::usage);
}

std::int64_t time_of(std::string_view text, std::int64_t if_empty, std::string_view term, PerturbationKind kind) {
  const std::optional<std::int64_t> time = text.empty() ? if_empty : parse_whole<std::int64_t>(text);
  if (!time || *time < 0)
    throw wrong(term, fmt::format("\"{}\" is not a time in whole ms", text), kind);
  return *time;
}

double value_of(std::string_view text, std::string_view term, PerturbationKind kind) {
  const auto value = parse_number(text);
  if (!value || !std::isfinite(static_cast<float>(*value)))
    throw wrong(term, fmt::format("\"{}\" is not a number", text), kind);
  return *value;
}

PerturbationKind kind_of(std::string_view name, std::string_view term) {
  const auto& names = kind_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw Error(fmt::format("Invalid perturbation \"{}\": \"{}\" is not one of {}{}", term, name,
                            fmt::join(names, ", "),
                            near_match(name, names).empty() ? std::string(".") : near_match_hint(name, names)),
                Error::Kind::usage);
  return static_cast<PerturbationKind>(found - names.begin());
}

// Selections may hold colons of their own ("ids:1,2"): the ends of the term say what is between them.
PerturbationTerm parse_term(std::string_view term) {
  const bool enabled = !term.starts_with(off_prefix);
  const auto fields = split_fields(enabled ? term : term.substr(off_prefix.size()), ':');
  const PerturbationKind kind = kind_of(fields.front(), term);
  const std::size_t behind = kind == PerturbationKind::silence ? 2 : 3;
  if (fields.size() < behind + 2)
    throw wrong(term, fmt::format("it has {} parts instead of {}", fields.size(), behind + 2), kind);
  const std::string_view to = fields[fields.size() - 1], from = fields[fields.size() - 2];
  PerturbationTerm result;
  result.enabled = enabled;
  result.kind = kind;
  result.selection = parse_selection_part(
      joined(fields[1], fields[fields.size() - behind - 1]),
      fmt::format("This is part of the perturbation \"{}\"; write {} with times in ms.", term, form_of(kind)));
  if (kind != PerturbationKind::silence)
    result.value = value_of(fields[fields.size() - 3], term, kind);
  result.from_ms = time_of(from, 0, term, kind);
  result.to_ms = time_of(to, open_end, term, kind);
  if (result.to_ms <= result.from_ms)
    throw wrong(term, fmt::format("it ends at {} ms, not after its start", result.to_ms), kind);
  return result;
}

void apply(Perturbation& result, const PerturbationTerm& term, const std::vector<std::uint32_t>& neurons,
           std::size_t count) {
  const auto value = static_cast<float>(term.value);
  const auto scale = [&](std::vector<float>& factors) {
    factors.resize(count, 1.0f);
    for (const std::uint32_t id : neurons)
      factors[id] *= value;
  };
  switch (term.kind) {
  case PerturbationKind::silence:
    result.silenced.resize(count, 0);
    for (const std::uint32_t id : neurons)
      result.silenced[id] = 1;
    break;
  case PerturbationKind::current:
    result.added_pA.resize(count, 0.0f);
    for (const std::uint32_t id : neurons)
      result.added_pA[id] += value;
    break;
  case PerturbationKind::scale_out:
    scale(result.outgoing);
    break;
  case PerturbationKind::scale_in:
    scale(result.incoming);
    break;
  }
}

} // namespace

std::vector<PerturbationTerm> parse_perturbations(std::string_view text) {
  std::vector<PerturbationTerm> terms;
  for (const std::string_view term : split_terms(text, ';'))
    terms.push_back(parse_term(term));
  return terms;
}

std::string format_perturbations(const std::vector<PerturbationTerm>& terms) {
  std::vector<std::string> texts;
  for (const PerturbationTerm& term : terms)
    texts.push_back(fmt::format("{}{}:{}{}:{}:{}", term.enabled ? std::string_view() : off_prefix,
                                kind_names()[static_cast<std::size_t>(term.kind)], term.selection.text(),
                                term.kind == PerturbationKind::silence ? std::string() : fmt::format(":{}", term.value),
                                term.from_ms, term.to_ms == open_end ? std::string() : fmt::format("{}", term.to_ms)));
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string acting_throughout(std::string_view text, std::int64_t ms) {
  std::vector<PerturbationTerm> acting;
  for (PerturbationTerm& term : parse_perturbations(text))
    if (term.acts(ms)) {
      term.from_ms = 0;
      term.to_ms = open_end;
      acting.push_back(std::move(term));
    }
  return format_perturbations(acting);
}

std::string PerturbationTerm::describe() const {
  const std::string& name = kind_names()[static_cast<std::size_t>(kind)];
  if (kind == PerturbationKind::silence)
    return fmt::format("{} {}", name, selection.text());
  if (kind == PerturbationKind::current)
    return fmt::format("{} {} {:g} pA", name, selection.text(), value);
  return fmt::format("{} {} × {:g}", name, selection.text(), value);
}

PerturbationSchedule::PerturbationSchedule(std::string_view text, const Network& network)
    : neuron_count_(network.neurons.size()) {
  for (PerturbationTerm& term : parse_perturbations(text)) {
    if (!term.enabled)
      continue;
    auto neurons = term.selection.resolve(network);
    terms_.push_back({std::move(term), std::move(neurons)});
  }
}

bool PerturbationSchedule::changes_at(std::int64_t ms) const {
  return std::any_of(terms_.begin(), terms_.end(),
                     [ms](const Term& term) { return term.what.from_ms == ms || term.what.to_ms == ms; });
}

std::int64_t PerturbationSchedule::next_change_after(std::int64_t ms) const {
  std::int64_t next = std::numeric_limits<std::int64_t>::max();
  for (const Term& term : terms_)
    for (const std::int64_t at_ms : {term.what.from_ms, term.what.to_ms})
      if (at_ms > ms)
        next = std::min(next, at_ms);
  return next;
}

Perturbation PerturbationSchedule::at(std::int64_t ms) const {
  Perturbation result;
  for (const Term& term : terms_)
    if (term.what.acts(ms))
      apply(result, term.what, term.neurons, neuron_count_);
  return result;
}

std::string PerturbationSchedule::describe(std::int64_t ms) const {
  std::vector<std::string> texts;
  for (const Term& term : terms_)
    if (term.what.acts(ms))
      texts.push_back(term.what.describe());
  return fmt::format("{}", fmt::join(texts, "; "));
}

} // namespace striate
