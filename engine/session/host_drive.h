// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/drive.h"
#include "engine/lgn/lgn.h"
#include "engine/network/network.h"
#include "engine/session/replay.h"
#include "engine/simulation/simulator.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// How the host's LGN drives a network.
struct HostDriveOptions {
  LgnGeometry geometry = LgnGeometry::tf;
  std::uint64_t seed = 0; ///< of the LGN spikes
  std::uint32_t trial = 0;
  bool lgn_as_current = false; ///< rates act as currents; else spikes are sampled from them
};

/// The drive of a simulator that gets its input step by step: an LGN on the host, or spikes and rates from files.
class HostDrive final : public Drive {
public:
  /// The simulator must outlive it, or follow() comes first. Throws Error when the LGN cannot exist, or is blind and
  /// nothing is replayed in its place.
  HostDrive(Simulator& simulator, const LgnUnits& units, std::shared_ptr<const Replay> replay,
            const HostDriveOptions& options);

  int ready() const override { return 0; }
  Millisecond step(const Scene& scene, std::int64_t ms, std::int64_t quiet_ms, const AfterStep& after) override;
  void discard() override {}
  void look(const Scene& scene, std::int64_t ms) override;
  std::span<const float> lgn_rates_Hz() const override;
  std::shared_ptr<const Sight> sight() const override;
  void restore(const std::shared_ptr<const Sight>& sight) override;
  void begin_at(std::int64_t ms) override;
  bool follow(Simulator& simulator) override;
  std::int64_t moment_interval_ms() const override { return 512; }

private:
  void take_lgn_spikes(std::int64_t ms);
  void run_simulator(const AfterStep& after);

  Simulator* simulator_;
  std::shared_ptr<const Replay> replay_;
  HostDriveOptions options_;
  std::int64_t steps_per_ms_;
  Lgn still_; ///< before anything was shown: copying it is a thousand times cheaper than building it
  Lgn lgn_;
  LgnSampler sampler_;
  std::span<const float> file_rates_Hz_; ///< of the latest step, when a file gives them
  std::vector<std::uint32_t> units_;     ///< that send currents
  std::vector<float> amounts_;           ///< of each
  SpikeIds lgn_spikes_;
  std::vector<std::uint32_t> spikes_, sub_steps_, lgn_sub_steps_; ///< of the latest millisecond
};

} // namespace striate
