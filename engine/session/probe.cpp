// SPDX-License-Identifier: Apache-2.0
#include "engine/session/probe.h"

#include "engine/core/errors.h"
#include "engine/core/near_match.h"
#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"
#include "engine/network/neuron_id.h"
#include "engine/session/selection_part.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <set>

namespace striate {

namespace {

struct VariableFacts {
  const char* units;
  NeuronVariable variable; ///< unless spikes are counted
  bool by_source;          ///< needs watch_sources()
};

/// In the order of ProbeVariable.
constexpr VariableFacts facts[] = {
    {"spikes", NeuronVariable::v_mV, false},     {"mV", NeuronVariable::v_mV, false},
    {"pA", NeuronVariable::asc_pA, false},       {"pA", NeuronVariable::synaptic_pA, false},
    {"pA", NeuronVariable::recurrent_pA, true},  {"pA", NeuronVariable::lgn_pA, true},
    {"pA", NeuronVariable::background_pA, true}, {"steps", NeuronVariable::refractory_steps, false},
    {"spikes", NeuronVariable::v_mV, false}};

const VariableFacts& facts_of(ProbeVariable variable) {
  return facts[static_cast<std::size_t>(variable)];
}

const std::vector<std::string>& variable_names() {
  static const std::vector<std::string> names = {"spikes", "v",          "asc",        "synaptic", "recurrent",
                                                 "lgn",    "background", "refractory", "count"};
  return names;
}

const std::string& name_of(ProbeVariable variable) {
  return variable_names()[static_cast<std::size_t>(variable)];
}

bool counts_spikes(ProbeVariable variable) {
  return variable == ProbeVariable::spikes || variable == ProbeVariable::count;
}

constexpr double longest_interval_ms = 1e6;

std::string text_of(const Probe& probe) {
  return fmt::format("{}:{}:{}", name_of(probe.variable), probe.selection.text(), probe.interval_ms);
}

Error wrong(std::string_view term, const std::string& why) {
  return Error(
      fmt::format("Invalid probe \"{}\": {}; write VARIABLE:SELECTION:INTERVAL, for example v:L5_ET:1.", term, why),
      Error::Kind::usage);
}

// Selections may hold colons of their own ("ids:1,2"): what is between the ends is the selection.
Probe parse_probe(std::string_view term) {
  const auto fields = split_fields(term, ':');
  if (fields.size() < 3)
    throw wrong(term, fmt::format("it has {} parts instead of 3", fields.size()));
  const auto& names = variable_names();
  const auto found = std::find(names.begin(), names.end(), fields.front());
  if (found == names.end())
    throw Error(fmt::format("The probe \"{}\" asks for \"{}\", which is not one of {}{}", term, fields.front(),
                            fmt::join(names, ", "),
                            near_match(fields.front(), names).empty() ? "." : near_match_hint(fields.front(), names)),
                Error::Kind::usage);
  Probe probe;
  probe.variable = static_cast<ProbeVariable>(found - names.begin());
  const std::string_view interval = fields.back();
  probe.selection = parse_selection_part(
      joined(fields[1], fields[fields.size() - 2]),
      fmt::format("This is part of the probe \"{}\"; write VARIABLE:SELECTION:INTERVAL, for example v:L5_ET:1.", term));
  probe.interval_ms = parse_number(interval).value_or(0.0);
  if (!(probe.interval_ms > 0.0) || !(probe.interval_ms <= longest_interval_ms))
    throw wrong(term, fmt::format("\"{}\" is not an interval above 0 and up to 1,000,000 ms", interval));
  return probe;
}

} // namespace

std::vector<Probe> parse_probes(std::string_view text) {
  std::vector<Probe> probes;
  for (const std::string_view term : split_terms(text, ';'))
    probes.push_back(parse_probe(term));
  return probes;
}

void check_intervals(const std::vector<Probe>& probes, int steps_per_ms) {
  for (const Probe& probe : probes) {
    const double steps = probe.interval_ms * steps_per_ms;
    if (std::abs(steps - std::round(steps)) < 1e-6 && steps > 0.5)
      continue;
    const double below = std::floor(steps) / steps_per_ms, above = std::ceil(steps) / steps_per_ms;
    throw Error(fmt::format("Invalid probe \"{}\": the interval \"{}\" is not a multiple of the time step of {:.6g} "
                            "ms; the nearest {} {:.9g} ms.",
                            text_of(probe), probe.interval_ms, 1.0 / steps_per_ms,
                            below > 0.0 ? fmt::format("are {:.9g} and", below) : "is", above),
                Error::Kind::usage);
  }
}

std::string format_probes(const std::vector<Probe>& probes) {
  std::vector<std::string> terms;
  for (const Probe& probe : probes)
    terms.push_back(text_of(probe));
  return fmt::format("{}", fmt::join(terms, "; "));
}

const char* probe_units(ProbeVariable variable) {
  return facts_of(variable).units;
}

std::vector<std::string> probe_file_names(const std::vector<Probe>& probes) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const Probe& probe : probes) {
    std::string name = fmt::format("report_{}_{}", name_of(probe.variable), probe.selection.text().substr(0, 60));
    std::replace_if(
        name.begin(), name.end(), [](char letter) { return !is_word_character(letter); }, '_');
    std::string one = name;
    for (int n = 2; !taken.insert(one).second; ++n)
      one = fmt::format("{}_{}", name, n);
    names.push_back(one + ".h5");
  }
  return names;
}

ProbeSampler::ProbeSampler(const Probe& probe, const Network& network, std::int64_t now, int steps_per_ms)
    : variable_(probe.variable), interval_ms_(probe.interval_ms), steps_per_ms_(steps_per_ms),
      interval_steps_(std::max<std::int64_t>(1, std::llround(probe.interval_ms * steps_per_ms))), start_ms_(now),
      neurons_(probe.selection.resolve(network)) {
  element_.resize(neurons_.size());
  if (variable_ == ProbeVariable::count) {
    std::set<std::uint64_t> populations;
    for (const std::uint32_t id : neurons_)
      populations.insert(network.neurons.population[id]);
    elements_.assign(populations.begin(), populations.end());
    for (const std::uint64_t population : elements_)
      population_names_.push_back(network.tables->populations[population].name);
    for (std::size_t i = 0; i < neurons_.size(); ++i)
      element_[i] = static_cast<std::uint32_t>(
          std::distance(populations.begin(), populations.find(network.neurons.population[neurons_[i]])));
  } else {
    for (const std::uint32_t neuron : neurons_)
      elements_.push_back(neuron_id(network.neurons, neuron));
    std::iota(element_.begin(), element_.end(), 0u);
  }
  counts_.assign(counts_spikes(variable_) ? elements_.size() : 0, 0.0f);
  values_.resize(elements_.size());
}

std::span<const std::uint32_t> ProbeSampler::watched() const {
  return facts_of(variable_).by_source ? std::span<const std::uint32_t>(neurons_) : std::span<const std::uint32_t>();
}

ReportOptions ProbeSampler::report(const FileOptions& file) const {
  ReportOptions options;
  static_cast<FileOptions&>(options) = file;
  options.variable = name_of(variable_);
  options.units = facts_of(variable_).units;
  options.node_ids = elements_;
  options.start_ms = static_cast<double>(start_ms_) + interval_ms_;
  options.step_ms = interval_ms_;
  if (variable_ == ProbeVariable::count) {
    options.population = "v1_populations";
    options.notes.emplace_back("population_names", fmt::format("{}", fmt::join(population_names_, " ")));
  }
  options.notes.emplace_back("meaning", counts_spikes(variable_) ? "number within the interval that ends at the time"
                                                                 : "value at the time");
  return options;
}

void ProbeSampler::count_spikes(std::span<const std::uint32_t> spikes) {
  for (const std::uint32_t id : spikes) {
    const auto found = std::lower_bound(neurons_.begin(), neurons_.end(), id);
    if (found != neurons_.end() && *found == id)
      counts_[element_[static_cast<std::size_t>(found - neurons_.begin())]] += 1.0f;
  }
}

bool ProbeSampler::add(const StepResult& step, const Simulator& simulator) {
  if (!counts_.empty())
    count_spikes(step.spikes);
  return take_values((step.ms + 1) * steps_per_ms_, simulator);
}

bool ProbeSampler::add_step(std::int64_t step, std::span<const std::uint32_t> spikes, const Simulator& simulator) {
  if (!counts_.empty())
    count_spikes(spikes);
  return take_values(step + 1, simulator);
}

bool ProbeSampler::take_values(std::int64_t end_step, const Simulator& simulator) {
  if ((end_step - start_ms_ * steps_per_ms_) % interval_steps_ != 0)
    return false;
  if (counts_.empty()) {
    simulator.read(facts_of(variable_).variable, neurons_, values_);
  } else {
    values_.swap(counts_);
    std::fill(counts_.begin(), counts_.end(), 0.0f);
  }
  return true;
}

} // namespace striate
