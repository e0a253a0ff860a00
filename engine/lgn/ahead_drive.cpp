// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/ahead_drive.h"

#include <algorithm>
#include <utility>

namespace striate {

AheadDrive::AheadDrive(RunAhead& ahead, const LgnUnits& units, LgnGeometry geometry, SideOf side_of)
    : ahead_(&ahead), units_(units), geometry_(geometry), side_of_(std::move(side_of)) {
  ahead_->see(units_, geometry_);
}

Drive::Millisecond AheadDrive::step(const Scene& scene, std::int64_t /*ms: the simulator's own*/, std::int64_t quiet_ms,
                                    const AfterStep& /*after: it makes one step a millisecond*/) {
  constexpr std::int64_t most = 1024; // the simulator has its own bound
  if (ahead_->ready() == 0)
    ahead_->compute(scene, static_cast<int>(std::min(most, quiet_ms)));
  const RunAhead::Millisecond seen = ahead_->next();
  spikes_.assign(seen.spikes.begin(), seen.spikes.end());
  lgn_spikes_.assign(seen.lgn_spikes.begin(), seen.lgn_spikes.end());
  spikes_end_ = static_cast<std::uint32_t>(spikes_.size());
  lgn_spikes_end_ = static_cast<std::uint32_t>(lgn_spikes_.size());
  rates_Hz_ = seen.lgn_rates_Hz;
  return {spikes_, std::span(&spikes_end_, 1), rates_Hz_, lgn_spikes_, std::span(&lgn_spikes_end_, 1)};
}

void AheadDrive::restore(const std::shared_ptr<const Sight>& sight) {
  ahead_->restore(sight);
  rates_Hz_ = {};
}

// Its frames are those of the simulator, whose step is known.
void AheadDrive::begin_at(std::int64_t /*ms*/) {
  restore(nullptr);
}

bool AheadDrive::follow(Simulator& simulator) {
  ahead_ = &side_of_(simulator);
  ahead_->see(units_, geometry_);
  rates_Hz_ = {};
  return false;
}

} // namespace striate
