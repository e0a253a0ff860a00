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
  std::vector<Stretch> stretches{{0.0, stimulus_from(settings.parameters)}};
  for (const Edit& edit : settings.edits) {
    const Stimulus next = stimulus_from(edit.parameters);
    if (!(next == stretches.back().stimulus))
      stretches.push_back({static_cast<double>(edit.at_ms), next});
  }
  Protocol protocol;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const Stretch& shown = stretches[i];
    const double until = std::min(end_ms, i + 1 < stretches.size() ? stretches[i + 1].from_ms : end_ms);
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
