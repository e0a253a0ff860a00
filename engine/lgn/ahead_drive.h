// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/drive.h"
#include "engine/lgn/run_ahead.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace striate {

/// The drive of a simulator that sees the stimulus itself and computes LGN and neurons ahead, with steps of 1 ms.
class AheadDrive final : public Drive {
public:
  /// Gives the simulator with this side its eyes; throws as Lgn. The units must outlive it. side_of: of the simulators
  /// that follow.
  using SideOf = std::function<RunAhead&(Simulator&)>;
  AheadDrive(RunAhead& ahead, const LgnUnits& units, LgnGeometry geometry, SideOf side_of);

  int ready() const override { return ahead_->ready(); }
  Millisecond step(const Scene& scene, std::int64_t ms, std::int64_t quiet_ms, const AfterStep& after) override;
  void discard() override { ahead_->discard(); }
  void look(const Scene& scene, std::int64_t ms) override { ahead_->look(scene, ms); }
  std::span<const float> lgn_rates_Hz() const override { return rates_Hz_; }
  std::shared_ptr<const Sight> sight() const override { return ahead_->sight(); }
  void restore(const std::shared_ptr<const Sight>& sight) override;
  void begin_at(std::int64_t ms) override;
  bool follow(Simulator& simulator) override;
  std::int64_t moment_interval_ms() const override { return 4096; }

private:
  RunAhead* ahead_;
  const LgnUnits& units_;
  LgnGeometry geometry_;
  SideOf side_of_;
  std::vector<std::uint32_t> spikes_, lgn_spikes_; ///< of the latest millisecond
  std::uint32_t spikes_end_ = 0, lgn_spikes_end_ = 0;
  std::span<const float> rates_Hz_;
};

} // namespace striate
