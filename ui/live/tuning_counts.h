// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"
#include "engine/session/simulation_service.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace striate {

/// Spikes of every neuron per direction of a drifting grating, counted while the network runs: the running tuning
/// curves. A step counts when a grating with contrast > 0 drifts in it; its direction goes to the nearest of the eight.
/// Gratings that differ in anything else (contrast, frequencies, waveform, aperture) are counted apart: a curve of
/// several contrasts would be the curve of none. Plain counters, one array per direction (2 MB a grating for 66,652
/// neurons), so counting costs one increment a spike; of more than `most_gratings` the one shown least is forgotten.
class TuningCounts {
public:
  static constexpr std::size_t most_gratings = 8;

  explicit TuningCounts(std::uint32_t neurons = 0) { reset(neurons); }

  void reset(std::uint32_t neurons);
  /// epochs: the stimulus changes that fall into the block, in order; the one shown before goes on until the first.
  void append(const SpikeBlock& block, const std::vector<StimulusEpoch>& epochs);

  /// Of the grating that is on the screen, or was last.
  TuningEstimate estimate(std::uint32_t neuron) const;
  /// That grating, its direction and phase aside; nothing before the first.
  std::optional<Stimulus> grating() const;
  std::uint32_t spikes(std::uint32_t neuron) const { return all_[neuron]; }
  std::int64_t steps() const { return steps_; }

private:
  static constexpr int directions = 8;
  static constexpr int none = -1;
  struct Grating {
    Stimulus shown; ///< direction and phase 0
    std::array<std::int64_t, directions> ms{};
    std::array<std::vector<std::uint32_t>, directions> counts; ///< empty until the direction is shown
    std::int64_t total_ms() const;
  };

  void show(const StimulusEpoch& epoch);
  Grating& grating_of(const Stimulus& stimulus);

  std::uint32_t neurons_ = 0;
  int shown_ = none; ///< direction that is on the screen
  std::int64_t steps_ = 0;
  std::vector<Grating> gratings_;
  std::size_t latest_ = 0; ///< of gratings_: shown now or last
  std::vector<std::uint32_t> all_;
};

} // namespace striate
