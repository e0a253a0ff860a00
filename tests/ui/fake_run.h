// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/simulation_service.h"

#include <memory>

namespace striate {

/// A made-up network and run for the views: neurons of all 22 populations in their true proportions, spikes drawn from
/// rates that follow tuning, direction and phase of a drifting grating. No simulation, so tests know what to expect.
class FakeRun {
public:
  explicit FakeRun(std::uint32_t neurons, double rate_scale = 1.0);

  std::shared_ptr<const Network> network() const { return network_; }
  std::int64_t now() const { return now_; }

  void turn(double direction_deg); ///< takes effect in the next snapshot; contrast > 0
  void select_neuron(std::optional<std::uint32_t> neuron) { neuron_ = neuron; }
  /// What the snapshots say of a unit's present rate: it grows along x.
  float lgn_rate_Hz(std::uint32_t unit) const { return network_->lgn_units.x_deg[unit]; }
  void select_lgn_units(std::vector<std::uint32_t> units) { units_ = std::move(units); }
  void reset();

  /// The next `steps` ms.
  std::shared_ptr<const Snapshot> advance(int steps);

private:
  double rate_Hz(std::uint32_t neuron, std::int64_t ms) const;
  void add_neuron_samples(Snapshot& snapshot, const SpikeBlock& block) const;
  void add_lgn_samples(Snapshot& snapshot, const SpikeBlock& block) const;

  std::shared_ptr<const Network> network_;
  double rate_scale_;
  std::int64_t now_ = 0;
  std::uint64_t epoch_ = 1;
  double direction_deg_ = 0.0;
  bool shown_ = false, turned_ = false;
  std::optional<std::uint32_t> neuron_;
  std::vector<std::uint32_t> units_;
};

} // namespace striate
