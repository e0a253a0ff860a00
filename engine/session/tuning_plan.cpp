// SPDX-License-Identifier: Apache-2.0
#include "engine/session/tuning_plan.h"

#include "engine/core/distinct_values.h"
#include "engine/core/errors.h"
#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"
#include "engine/session/protocol_conditions.h"

#include <fmt/format.h>

namespace striate {

namespace {

/// Numbers above 0 and up to the maximum of the parameter `single`, ascending; its value when the list is empty.
std::vector<double> parse_series(const ParameterSet& parameters, const char* key, const char* single) {
  const Parameter& limits = parameter(single);
  std::vector<double> values;
  const std::string& list = parameters.text(key);
  for (const std::string_view text :
       trimmed(list).empty() ? std::vector<std::string_view>{} : split_fields(list, ',')) {
    const double value = parse_number(text).value_or(-1.0);
    if (!(value > 0.0 && value <= limits.max))
      throw Error(fmt::format("\"{}\" in {} ({}) is invalid; give comma-separated numbers above 0 and up to {:g}{}{}.",
                              text, parameter(key).label, key, limits.max, limits.unit.empty() ? "" : " ", limits.unit),
                  Error::Kind::usage);
    values.push_back(value);
  }
  if (values.empty())
    values.push_back(parameters.number(single));
  return DistinctValues::of_numbers(std::move(values)).values();
}

TrialTable gratings(const TuningPlan& plan) {
  TrialTable table;
  for (const double contrast : plan.contrasts)
    for (const double spatial : plan.spatial_frequencies)
      for (const double temporal : plan.temporal_frequencies)
        for (const double direction : plan.directions_deg)
          for (int repeat = 0; repeat < plan.trials; ++repeat) {
            TableTrial trial;
            trial.start_ms = static_cast<double>(plan.gray_ms);
            trial.stop_ms = static_cast<double>(plan.gray_ms + plan.grating_ms);
            trial.direction_deg = direction;
            trial.contrast = contrast;
            trial.spatial_frequency = spatial;
            trial.temporal_frequency = temporal;
            table.trials.push_back(trial);
          }
  return table;
}

/// Where a trial of the table stands in the protocol.
std::size_t row_of(const TuningPlan& plan, std::size_t trial) {
  return trial / static_cast<std::size_t>(plan.passes);
}

ParameterSet row_parameters(const TuningPlan& plan, std::size_t trial) {
  return parameters_of(*plan.protocol, row_of(plan, trial), plan.parameters,
                       static_cast<std::uint64_t>(plan.parameters.number("seed")),
                       static_cast<std::uint32_t>(trial % static_cast<std::size_t>(plan.passes)));
}

TrialTable rows(const TuningPlan& plan) {
  TrialTable table;
  const ProtocolConditions conditions(*plan.protocol, plan.parameters);
  std::int64_t before_ms = 0;
  for (std::size_t row = 0; row < plan.protocol->rows.size(); ++row) {
    const ProtocolRow& shown = plan.protocol->rows[row];
    const std::int64_t gray_ms = shown.start_ms - before_ms;
    before_ms = shown.start_ms + shown.duration_ms;
    for (int pass = 0; pass < plan.passes; ++pass) {
      TableTrial trial = conditions.trial(row, row_parameters(plan, table.trials.size()));
      trial.start_ms = static_cast<double>(gray_ms);
      trial.stop_ms = static_cast<double>(gray_ms + shown.duration_ms);
      table.trials.push_back(std::move(trial));
    }
  }
  return table;
}

} // namespace

TrialTable TuningPlan::table() const {
  TrialTable table = protocol ? rows(*this) : gratings(*this);
  for (std::size_t i = 0; i < table.trials.size(); ++i)
    table.trials[i].file = fmt::format("spikes/trial_{:04d}.h5", i);
  table.index();
  return table;
}

ParameterSet TuningPlan::shown(const TableTrial& trial, std::size_t index) const {
  ParameterSet shown = protocol ? row_parameters(*this, index) : parameters;
  if (!protocol) {
    shown.set_text("stimulus", "drifting-grating");
    shown.set("direction", trial.direction_deg);
    shown.set("contrast", trial.contrast);
    shown.set("spatial-frequency", trial.spatial_frequency);
    shown.set("temporal-frequency", trial.temporal_frequency);
  }
  shown.set_text("protocol", "");
  shown.set("trial", static_cast<double>(index));
  shown.set("gray-before", trial.start_ms);
  shown.set("grating-duration", 0.0);
  shown.set("duration", trial.stop_ms);
  return shown;
}

TuningPlan tuning_plan(const ParameterSet& parameters) {
  TuningPlan plan;
  plan.parameters = parameters;
  const auto directions = static_cast<int>(parameters.integer("tune-directions"));
  for (int k = 0; k < directions; ++k)
    plan.directions_deg.push_back(360.0 * k / directions);
  plan.contrasts = parse_series(parameters, "tune-contrasts", "contrast");
  plan.spatial_frequencies = parse_series(parameters, "tune-spatial-frequencies", "spatial-frequency");
  plan.temporal_frequencies = parse_series(parameters, "tune-temporal-frequencies", "temporal-frequency");
  plan.trials = static_cast<int>(parameters.integer("tune-trials"));
  plan.gray_ms = parameters.integer("tune-gray");
  plan.grating_ms = parameters.integer("tune-grating");
  plan.passes = static_cast<int>(parameters.integer("tune-passes"));
  plan.batch = static_cast<int>(parameters.integer("batch"));
  if (const std::string& name = parameters.text("protocol"); !name.empty()) {
    plan.protocol = find_protocol(name);
    if (plan.table().levels.empty())
      throw Error(fmt::format("The protocol {} shows only gray, so there is nothing to measure; add rows with a "
                              "stimulus and a contrast above 0.",
                              name),
                  Error::Kind::usage);
  }
  return plan;
}

} // namespace striate
