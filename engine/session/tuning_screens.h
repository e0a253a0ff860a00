// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/lgn.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/player/stimulus_player.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// What the trials of a batch see: trials with the same picture share a screen and its LGN rates. One thread.
class TuningScreens {
public:
  /// still: an LGN to which nothing was shown yet. Both must outlive this object.
  TuningScreens(const Network& network, const Lgn& still) : network_(network), still_(still) {}

  /// Adds a trial, shown as the live run of these parameters shows it. Throws Error when a movie cannot be read.
  void add(const ParameterSet& shown);
  /// Computes the rates of the next `steps` milliseconds, the first of them `from`.
  void run(std::int64_t from, std::int64_t steps);
  /// Of a trial, in the order of add(), in a millisecond of the latest run(), counted from its first.
  std::span<const float> rates_Hz(std::size_t trial, std::int64_t step) const;

private:
  struct Screen {
    ParameterSet shown;
    StimulusPlayer player;
    Lgn lgn;
    std::vector<float> rates_Hz; ///< [steps][units]
  };

  const Network& network_;
  const Lgn& still_;
  std::vector<Screen> screens_;
  std::vector<std::size_t> screen_of_; ///< [trial]
};

} // namespace striate
