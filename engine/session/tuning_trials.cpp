// SPDX-License-Identifier: Apache-2.0
#include "engine/session/tuning_trials.h"

#include "engine/lgn/lgn_currents.h"
#include "engine/lgn/run_ahead.h"
#include "engine/session/perturbation_schedule.h"
#include "engine/session/session.h"
#include "engine/session/tuning_screens.h"
#include "engine/simulation/basis4/batch_simulator.h"
#include "engine/stimulus/player/stimulus_player.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace striate {

namespace {

class CpuTrials final : public TuningTrials {
public:
  CpuTrials(const ParameterSet& parameters, const std::shared_ptr<const Network>& network, const Lgn& still)
      : seed_(static_cast<std::uint64_t>(parameters.number("seed"))),
        lgn_as_current_(parameters.is(choices::LgnInput::currents)),
        perturbations_(parameters.text("perturb"), *network), network_(*network), still_(still),
        batch_(network, *network->tables, options_from(parameters, *network), 1) {}

  /// A tenth of a second for a batch of ten on the core network.
  std::int64_t chunk_ms() const override { return 32; }

  void start(std::uint32_t first_trial, std::span<const ParameterSet> shown) override {
    batch_.restart(first_trial, static_cast<int>(shown.size()));
    first_trial_ = first_trial;
    now_ = 0;
    screens_.emplace(network_, still_);
    for (const ParameterSet& parameters : shown)
      screens_->add(parameters);
  }

  void run(std::int64_t milliseconds, const TakeSpikes& take) override {
    screens_->run(now_, milliseconds);
    batch_.run(
        milliseconds,
        [&](int k, std::int64_t step, BatchSimulator::Input& input) {
          if (perturbations_.must_be_told_at(step))
            batch_.trial(k).perturb(perturbations_.at(step));
          const auto rates_Hz = screens_->rates_Hz(static_cast<std::size_t>(k), step - now_);
          if (lgn_as_current_)
            lgn_currents(rates_Hz, 1, input.lgn_spikes, input.lgn_amounts);
          else
            sample_lgn_spikes(rates_Hz, seed_, first_trial_ + static_cast<std::uint32_t>(k), step, input.lgn_spikes);
        },
        [&](int k, std::int64_t step, std::span<const std::uint32_t> spikes) {
          take(static_cast<std::size_t>(k), step, spikes);
        });
    now_ += milliseconds;
  }

private:
  static SimulatorOptions options_from(const ParameterSet& parameters, const Network& network) {
    SimulatorOptions options = simulator_options_from(parameters, network);
    options.threads = static_cast<int>(parameters.integer("threads")); // whole trials, so every core helps
    return options;
  }

  std::uint64_t seed_;
  bool lgn_as_current_;
  PerturbationSchedule perturbations_;
  const Network& network_;
  const Lgn& still_;
  BatchSimulator batch_;
  std::optional<TuningScreens> screens_;
  std::uint32_t first_trial_ = 0;
  std::int64_t now_ = 0;
};

/// Trials side by side on a GPU: all are told to compute before the first is waited for.
class AheadTrials final : public TuningTrials {
public:
  AheadTrials(const ParameterSet& parameters, const Network& network, std::unique_ptr<Simulator> simulator)
      : units_(network.lgn_units), perturbations_(parameters.text("perturb"), network) {
    simulator->run_ahead()->see(units_, lgn_geometry_from(parameters));
    simulators_.push_back(std::move(simulator));
  }

  std::int64_t chunk_ms() const override { return 128; }

  void start(std::uint32_t first_trial, std::span<const ParameterSet> shown) override {
    players_.clear();
    for (std::size_t k = 0; k < shown.size(); ++k) {
      const std::uint32_t trial = first_trial + static_cast<std::uint32_t>(k);
      if (k == simulators_.size())
        simulators_.push_back(ahead(0).sibling(trial));
      ahead(k).begin_trial(trial);
      players_.push_back(make_player(shown[k], units_));
    }
  }

  void run(std::int64_t milliseconds, const TakeSpikes& take) override {
    std::vector<std::int64_t> end;
    for (std::size_t k = 0; k < players_.size(); ++k)
      end.push_back(simulators_[k]->now() + milliseconds);
    for (bool more = true; more;) {
      more = false;
      for (std::size_t k = 0; k < players_.size(); ++k)
        more = compute(k, end[k]) || more;
      for (std::size_t k = 0; k < players_.size(); ++k)
        while (ahead(k).ready() > 0) {
          const std::int64_t ms = simulators_[k]->now();
          take(k, ms, ahead(k).next().spikes);
        }
    }
  }

private:
  RunAhead& ahead(std::size_t k) { return *simulators_[k]->run_ahead(); }

  bool compute(std::size_t k, std::int64_t end_ms) {
    const std::int64_t now = simulators_[k]->now();
    if (now == end_ms)
      return false;
    players_[k].advance(now);
    if (perturbations_.must_be_told_at(now))
      simulators_[k]->perturb(perturbations_.at(now));
    const std::int64_t until =
        std::min({end_ms, players_[k].next_change_after(now), perturbations_.next_change_after(now)});
    ahead(k).compute(players_[k].scene(), static_cast<int>(until - now));
    return true;
  }

  const LgnUnits& units_;
  PerturbationSchedule perturbations_;
  std::vector<std::unique_ptr<Simulator>> simulators_;
  std::vector<StimulusPlayer> players_;
};

} // namespace

std::unique_ptr<TuningTrials> make_ahead_trials(const ParameterSet& parameters, const Network& network,
                                                std::unique_ptr<Simulator> simulator) {
  return std::make_unique<AheadTrials>(parameters, network, std::move(simulator));
}

std::unique_ptr<TuningTrials> make_tuning_trials(const ParameterSet& parameters,
                                                 const std::shared_ptr<const Network>& network, const Lgn& still) {
  if (parameters.is(choices::Backend::cuda))
    return make_ahead_trials(parameters, *network, make_simulator(parameters, network));
  return std::make_unique<CpuTrials>(parameters, network, still);
}

} // namespace striate
