// SPDX-License-Identifier: Apache-2.0
#include "engine/session/host_drive.h"

#include "engine/lgn/lgn_currents.h"
#include "engine/network/lgn_filters.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace striate {

namespace {

struct HostSight final : Drive::Sight {
  explicit HostSight(const Lgn& seen) : lgn(seen) {}
  Lgn lgn;
};

/// The LGN that looks at the stimulus. For blind units, whose input is replayed, one that hardly answers stands in:
/// what it says goes nowhere.
Lgn make_lgn(const LgnUnits& units, LgnGeometry geometry) {
  if (has_filters(units))
    return Lgn(units, geometry);
  LgnUnits stand_in = units;
  std::ranges::fill(stand_in.weight_dom[0], 1e-6f);
  return Lgn(stand_in, geometry);
}

} // namespace

HostDrive::HostDrive(Simulator& simulator, const LgnUnits& units, std::shared_ptr<const Replay> replay,
                     const HostDriveOptions& options)
    : simulator_(&simulator), replay_(std::move(replay)), options_(options),
      steps_per_ms_(std::lround(1.0 / simulator.dt_ms())), still_(make_lgn(units, options.geometry)), lgn_(still_) {
  if (!replay_->lgn && !replay_->lgn_rates)
    need_filters(units);
  still_.use_threads(simulator_->thread_pool());
  lgn_ = still_;
}

void HostDrive::look(const Scene& scene, std::int64_t /*ms: its own frame*/) {
  lgn_.show(scene);
  lgn_.step();
}

std::span<const float> HostDrive::lgn_rates_Hz() const {
  return replay_->lgn_rates ? file_rates_Hz_ : lgn_.rates_Hz();
}

Drive::Millisecond HostDrive::step(const Scene& scene, std::int64_t ms, std::int64_t /*quiet_ms*/,
                                   const AfterStep& after) {
  if (replay_->lgn_rates)
    file_rates_Hz_ = replay_->lgn_rates->at_ms(ms);
  else
    look(scene, ms);
  take_lgn_spikes(ms);
  run_simulator(after);
  return {spikes_, sub_steps_, lgn_rates_Hz(), lgn_spikes_, lgn_sub_steps_};
}

// Sampled spikes come in milliseconds: they fire in the first step.
void HostDrive::take_lgn_spikes(std::int64_t ms) {
  lgn_sub_steps_.clear();
  if (replay_->lgn) {
    lgn_spikes_.clear();
    for (std::int64_t k = 0; k < steps_per_ms_; ++k) {
      const auto ids = replay_->lgn->at(simulator_->now() + k);
      lgn_spikes_.insert(lgn_spikes_.end(), ids.begin(), ids.end());
      lgn_sub_steps_.push_back(static_cast<std::uint32_t>(lgn_spikes_.size()));
    }
  } else if (options_.lgn_as_current) {
    lgn_currents(lgn_rates_Hz(), static_cast<int>(steps_per_ms_), units_, amounts_);
    lgn_spikes_.clear();
    lgn_sub_steps_.assign(static_cast<std::size_t>(steps_per_ms_), 0);
  } else {
    sampler_.sample(lgn_rates_Hz(), options_.seed, options_.trial, ms, lgn_spikes_, simulator_->thread_pool().get());
    lgn_sub_steps_.assign(static_cast<std::size_t>(steps_per_ms_), static_cast<std::uint32_t>(lgn_spikes_.size()));
  }
}

void HostDrive::run_simulator(const AfterStep& after) {
  spikes_.clear();
  sub_steps_.clear();
  std::uint32_t begin = 0;
  for (const std::uint32_t end : lgn_sub_steps_) {
    StepInput input{.lgn_spikes = std::span(lgn_spikes_).subspan(begin, end - begin)};
    if (options_.lgn_as_current) {
      input.lgn_spikes = units_;
      input.lgn_amounts = amounts_;
    }
    if (replay_->background)
      input.background_spikes = replay_->background->at(simulator_->now());
    const auto fired = simulator_->step(input);
    if (after)
      after(fired);
    spikes_.insert(spikes_.end(), fired.begin(), fired.end());
    sub_steps_.push_back(static_cast<std::uint32_t>(spikes_.size()));
    begin = end;
  }
}

std::shared_ptr<const Drive::Sight> HostDrive::sight() const {
  return std::make_shared<const HostSight>(lgn_);
}

void HostDrive::restore(const std::shared_ptr<const Sight>& sight) {
  const auto* own = dynamic_cast<const HostSight*>(sight.get());
  lgn_ = own != nullptr ? own->lgn : still_;
  file_rates_Hz_ = {};
}

void HostDrive::begin_at(std::int64_t ms) {
  restore(nullptr);
  lgn_.begin_at(ms);
}

bool HostDrive::follow(Simulator& simulator) {
  simulator_ = &simulator;
  return true;
}

} // namespace striate
