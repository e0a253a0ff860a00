// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/lgn.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/simulation/simulator.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace striate {

/// The trials of a tuning run that are simulated together, from a gray screen and the zero state. One thread.
class TuningTrials {
public:
  /// Trial counted from 0, millisecond, ids ascending; called on any thread, for one trial on one at a time.
  using TakeSpikes = std::function<void(std::size_t trial, std::int64_t ms, std::span<const std::uint32_t> spikes)>;

  virtual ~TuningTrials() = default;
  /// Milliseconds after which one may look at the clock and ask whether to stop.
  virtual std::int64_t chunk_ms() const = 0;
  /// Starts one trial for each set of parameters, with the numbers first_trial, first_trial + 1, ...; each shows what
  /// the live run of its parameters shows, and the same is done to its neurons. Throws Error when a movie cannot be
  /// read.
  virtual void start(std::uint32_t first_trial, std::span<const ParameterSet> shown) = 0;
  /// All go on.
  virtual void run(std::int64_t milliseconds, const TakeSpikes& take) = 0;
};

/// By the back end that the parameters ask for. The network and the LGN, to which nothing was shown, must outlive it.
/// Throws Error when the network cannot be simulated, or there is no GPU.
std::unique_ptr<TuningTrials> make_tuning_trials(const ParameterSet& parameters,
                                                 const std::shared_ptr<const Network>& network, const Lgn& still);
/// On a simulator that computes ahead (Simulator::run_ahead) and its siblings.
std::unique_ptr<TuningTrials> make_ahead_trials(const ParameterSet& parameters, const Network& network,
                                                std::unique_ptr<Simulator> simulator);

} // namespace striate
