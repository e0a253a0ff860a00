// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/recording_estimate.h"

namespace striate {

class LiveData;

/// Spikes per second of the running model, for estimates: those of V1 over the last seconds, those of the LGN smoothed,
/// those of the background as they are set. GUI thread.
class LiveSpikeRates {
public:
  /// What the newest snapshot brings.
  void follow(const LiveData& data);
  SpikeRates rates(const LiveData& data) const;

private:
  double lgn_mean_Hz_ = 0.0;
  std::uint64_t epoch_ = 0;
  bool any_ = false;
};

} // namespace striate
