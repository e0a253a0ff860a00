// SPDX-License-Identifier: Apache-2.0
#include "engine/dataset/run_trials.h"

#include "engine/stimulus/stimulus_parameters.h"

#include <algorithm>
#include <vector>

namespace striate {

namespace {

struct Stretch {
  double from_ms, until_ms;
  Stimulus stimulus;
};

Stimulus stimulus_of(const Protocol& protocol, std::size_t row, const ParameterSet& parameters) {
  return stimulus_from(parameters_of(protocol, row, parameters, static_cast<std::uint64_t>(parameters.number("seed")),
                                     static_cast<std::uint32_t>(parameters.number("trial"))));
}

/// What was on the screen, cut where it changed; between the stretches it was gray.
std::vector<Stretch> stretches_of(const RunSettings& settings, double end_ms) {
  const Protocol protocol = protocol_from(settings.parameters);
  std::vector<Stretch> stretches;
  for (std::size_t row = 0; row < protocol.rows.size(); ++row) {
    const auto from_ms = static_cast<double>(protocol.rows[row].start_ms);
    const double until_ms = std::min(end_ms, from_ms + static_cast<double>(protocol.rows[row].duration_ms));
    if (!(until_ms > from_ms))
      break;
    // A row starts with whatever is set by then.
    stretches.push_back({from_ms, until_ms, stimulus_of(protocol, row, settings.parameters)});
    for (const Edit& edit : settings.edits) {
      const auto at_ms = static_cast<double>(edit.at_ms);
      if (at_ms >= until_ms)
        break;
      const Stimulus next = stimulus_of(protocol, row, edit.parameters);
      Stretch& last = stretches.back();
      // Of several edits in one millisecond only the last was seen.
      if (at_ms <= last.from_ms) {
        last.stimulus = next;
        if (last.from_ms > from_ms && stretches[stretches.size() - 2].stimulus == next) {
          stretches.pop_back();
          stretches.back().until_ms = until_ms;
        }
      } else if (!(next == last.stimulus)) {
        last.until_ms = at_ms;
        stretches.push_back({at_ms, until_ms, next});
      }
    }
  }
  return stretches;
}

} // namespace

TrialTable trials_of(const RunSettings& settings, double end_ms) {
  TrialTable table;
  double gray_from_ms = 0.0;
  for (const Stretch& shown : stretches_of(settings, end_ms)) {
    if (shown.stimulus.kind == StimulusKind::gray)
      continue;
    if (shown.stimulus.kind == StimulusKind::drifting_grating) {
      TableTrial trial;
      trial.start_ms = shown.from_ms;
      trial.stop_ms = shown.until_ms;
      trial.gray_from_ms = gray_from_ms;
      trial.direction_deg = shown.stimulus.direction_deg;
      trial.contrast = shown.stimulus.contrast;
      trial.spatial_frequency = shown.stimulus.spatial_frequency_cpd;
      trial.temporal_frequency = shown.stimulus.temporal_frequency_Hz;
      table.trials.push_back(trial);
    }
    gray_from_ms = shown.until_ms;
  }
  table.index();
  return table;
}

} // namespace striate
