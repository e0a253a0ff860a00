#pragma once
#include "engine/analysis/live_figures.h"
#include "engine/session/simulation_service.h"

#include <array>
#include <cstdint>
#include <vector>

namespace striate {

/// Spikes of every neuron per direction of a drifting grating, counted while the network runs: the running tuning
/// curves. A step counts when a grating with contrast > 0 drifts in it; its direction goes to the nearest of the eight.
/// Plain counters, one array per direction (2 MB for 66,652 neurons), so counting costs one increment a spike.
class TuningCounts {
public:
  explicit TuningCounts(std::uint32_t neurons = 0) { reset(neurons); }

  void reset(std::uint32_t neurons);
  /// epochs: the stimulus changes that fall into the block, in order; the one shown before goes on until the first.
  void append(const SpikeBlock& block, const std::vector<StimulusEpoch>& epochs);

  TuningEstimate estimate(std::uint32_t neuron) const;
  std::uint32_t spikes(std::uint32_t neuron) const { return all_[neuron]; }
  std::int64_t steps() const { return steps_; }

private:
  static constexpr int directions = 8;
  static constexpr int none = -1;
  static int direction_bin(const StimulusEpoch& epoch);

  int shown_ = none; ///< bin that is on the screen
  std::int64_t steps_ = 0;
  std::array<std::int64_t, directions> shown_ms_{};
  std::array<std::vector<std::uint32_t>, directions> counts_;
  std::vector<std::uint32_t> all_;
};

} // namespace striate
