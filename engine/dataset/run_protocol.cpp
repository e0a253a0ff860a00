#include "engine/dataset/run_protocol.h"

#include "engine/session/session.h"

#include <algorithm>
#include <vector>

namespace striate {

Protocol protocol_of(const RunSettings& settings, double end_ms) {
  struct Stretch {
    double from_ms;
    Stimulus stimulus;
  };
  // The screen is gray until the onset, whatever is set by then, and after the length of the grating.
  const auto onset = static_cast<double>(settings.parameters.integer("gray-before"));
  const auto length = static_cast<double>(settings.parameters.integer("grating-duration"));
  const double until_ms = length > 0.0 ? std::min(end_ms, onset + length) : end_ms;
  Stimulus gray;
  gray.kind = StimulusKind::gray;
  Stimulus first = stimulus_from(settings.parameters);
  for (const Edit& edit : settings.edits)
    if (static_cast<double>(edit.at_ms) <= onset)
      first = stimulus_from(edit.parameters);
  std::vector<Stretch> stretches;
  if (onset > 0.0)
    stretches.push_back({0.0, gray});
  stretches.push_back({onset, first});
  for (const Edit& edit : settings.edits) {
    const Stimulus next = stimulus_from(edit.parameters);
    if (static_cast<double>(edit.at_ms) > onset && !(next == stretches.back().stimulus))
      stretches.push_back({static_cast<double>(edit.at_ms), next});
  }
  Protocol protocol;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const Stretch& shown = stretches[i];
    const double until = std::min(until_ms, i + 1 < stretches.size() ? stretches[i + 1].from_ms : until_ms);
    if (shown.stimulus.kind != StimulusKind::drifting_grating || !(until > shown.from_ms))
      continue;
    const bool gray_before = i > 0 && stretches[i - 1].stimulus.kind == StimulusKind::gray;
    ProtocolTrial trial;
    trial.start_ms = shown.from_ms;
    trial.stop_ms = until;
    trial.gray_from_ms = gray_before ? stretches[i - 1].from_ms : shown.from_ms;
    trial.direction_deg = shown.stimulus.direction_deg;
    trial.contrast = shown.stimulus.contrast;
    protocol.trials.push_back(trial);
  }
  protocol.index();
  return protocol;
}

} // namespace striate
