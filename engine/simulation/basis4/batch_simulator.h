// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/simulation/basis4/simulator.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace striate {

/// Independent trials of one network that share its tables. Trial k gives exactly the spikes of a single run with trial
/// = options.trial + k, whatever the number of threads.
///
/// Whole trials go to threads: no barrier ends a step, and what a trial needs from outside is made on the thread that
/// runs it. A trial keeps its thread for `chunk` steps, so that its state stays in that core's cache (measured: trials
/// that take turns at every step are a sixth slower), then the trial that is furthest behind goes on.
class BatchSimulator {
public:
  /// What a trial gets from outside in one step; reused, so that nothing is allocated.
  struct Input {
    std::vector<std::uint32_t> lgn_spikes;                       ///< ascending
    std::vector<float> lgn_amounts;                              ///< as StepInput::lgn_amounts
    std::optional<std::vector<std::uint32_t>> background_spikes; ///< as StepInput::background_spikes
  };
  /// Fills `input` (empty at the call) for trial k, 0-based, at `step`. Called on the thread that runs the trial, never
  /// twice at the same time for one trial; may throw.
  using MakeInput = std::function<void(int trial, std::int64_t step, Input& input)>;
  /// Takes the spikes of trial k at `step`; the same thread rule; may throw.
  using TakeSpikes = std::function<void(int trial, std::int64_t step, std::span<const std::uint32_t> spikes)>;

  /// options.threads: trials that run at the same time. Throws Error when the network cannot be simulated or trials
  /// < 1.
  BatchSimulator(std::shared_ptr<const Network> network, const ModelTables& tables, const SimulatorOptions& options,
                 int trials);

  /// Starts over at step 0 with `trials` trials, the first with trial number `first_trial`; the tables stay.
  /// Perturbations are gone. Not while run() is at work.
  void restart(std::uint32_t first_trial, int trials);

  int size() const { return static_cast<int>(trials_.size()); }
  int threads() const { return pool_.size(); }
  /// State, perturbation, variables and single steps of trial k, as of any run. Not while run() is at work.
  CpuSimulator& trial(int k) { return *trials_.at(static_cast<std::size_t>(k)); }
  const CpuSimulator& trial(int k) const { return *trials_.at(static_cast<std::size_t>(k)); }

  /// Every trial goes on by `steps`. When one fails all stop after the step they are in and the Error of the lowest
  /// failed trial is thrown; the others keep a valid state.
  void run(std::int64_t steps, const MakeInput& input, const TakeSpikes& take);

private:
  static constexpr std::int64_t chunk = 64;

  ThreadPool pool_;
  SimulatorOptions options_;
  std::shared_ptr<const CpuTables> tables_;
  std::vector<std::unique_ptr<CpuSimulator>> trials_;
};

} // namespace striate
