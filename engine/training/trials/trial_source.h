// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/lgn.h"
#include "engine/network/network.h"
#include "engine/stimulus/player/footage_source.h"
#include "engine/training/trials/protocol_windows.h"
#include "engine/training/trials/trial.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace striate {

/// A trial and what was shown in it.
struct ShownTrial {
  Trial trial;                ///< without initial state
  double direction_deg = 0.0; ///< NaN: the stimulus has none
};

/// Makes the inputs of trials (docs/model/training.md#inputs-of-a-trial): LGN spikes under a grating, a piece of a
/// protocol or a gray screen, and background counts. Everything follows from (seed, number of the trial); use every
/// number once. Several threads may make trials at once.
class TrialSource {
public:
  struct Settings {
    std::uint64_t seed = 3000;
    int steps = 500;
    int gray_before_ms = 0, gray_after_ms = 0; ///< inside `steps`
    double background_rate_Hz = 250.0;
    LgnGeometry geometry = LgnGeometry::tf;
    double spatial_frequency_cpd = 0.04, temporal_frequency_Hz = 2.0, contrast = 0.8;
    std::optional<ProtocolWindows> training, validation; ///< pieces to show instead of gratings

    int shown_ms() const { return steps - gray_before_ms - gray_after_ms; }
  };
  /// Throws Error when the grays leave no time for the grating (usage), or a movie of a protocol cannot be read.
  TrialSource(const Network& network, const Settings& settings);

  /// Random direction and phase, or the given direction and a random phase.
  ShownTrial grating(std::uint32_t number) const;
  ShownTrial grating(std::uint32_t number, double direction_deg) const;
  /// A piece of the protocol for training, or of the one for validation as trial k of n, as if the screen had been gray
  /// before the piece begins.
  ShownTrial training_piece(std::uint32_t number) const;
  ShownTrial validation_piece(std::uint32_t number, int k, int n) const;
  ShownTrial gray(std::uint32_t number) const;
  const Settings& settings() const { return settings_; }

private:
  ShownTrial show_grating(std::uint32_t number, double direction_deg, double phase_deg) const;
  ShownTrial show(std::uint32_t number, const ProtocolWindow& window) const;
  std::shared_ptr<const Footage> footage_of(const Stimulus& stimulus) const;
  void draw_background(std::uint32_t number, Trial& trial) const;

  Settings settings_;
  std::uint32_t background_sources_;
  Lgn gray_lgn_;
  std::vector<float> gray_rates_Hz_;
  mutable std::mutex footage_mutex_; ///< guards footage_
  mutable FootageSource footage_;
};

/// The state in which nothing has happened yet.
std::shared_ptr<const SimulatorState> zero_state(const Network& network);

} // namespace striate
