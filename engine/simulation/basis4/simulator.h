// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/simulation/background_block.h"
#include "engine/simulation/basis4/delivery.h"
#include "engine/simulation/basis4/neurons.h"
#include "engine/simulation/basis4/tables.h"
#include "engine/simulation/basis4/watched_sources.h"
#include "engine/simulation/phase_clock.h"
#include "engine/simulation/run_history.h"
#include "engine/simulation/simulator.h"
#include "engine/simulation/state.h"

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// The CPU back end of `basis4`. Every thread owns a range of targets and does a whole step for it - queue, deliver,
/// update - so one barrier ends the step and nothing is atomic. Same spikes for any number of threads.
class CpuSimulator final : public Simulator {
public:
  /// tables: those the network's cell models refer to; copied. Throws Error when the network cannot be simulated.
  CpuSimulator(std::shared_ptr<const Network> network, const ModelTables& tables, const SimulatorOptions& options);
  /// One of several runs that share their tables; uses as many threads as those have ranges.
  CpuSimulator(std::shared_ptr<const CpuTables> tables, const SimulatorOptions& options);

  std::string backend() const override { return "CPU"; }
  int threads() const override { return pool_->size(); }
  std::shared_ptr<ThreadPool> thread_pool() const override { return pool_; }
  std::int64_t now() const override { return history_.now; }
  std::span<const std::uint32_t> step(const StepInput& input) override;
  void perturb(const Perturbation& perturbation) override;
  void watch_sources(std::span<const std::uint32_t> neurons) override;
  void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const override;
  NeuronSample sample(std::uint32_t neuron) const override;
  void save(SimulatorState& state) const override;
  void restore(const SimulatorState& state) override;
  void reset() override;

  const SimulatorOptions& options() const { return options_; }

  /// Switches the measurement of phases on; it costs a few looks at the clock a step.
  void measure_phases() { measuring_ = true; }
  /// Sums over all steps and threads since then.
  PhaseTimes phase_times() const;

private:
  /// What one thread works on, on cache lines of its own.
  struct alignas(64) Team {
    int range = 0;
    CpuDelivery delivery;
    BackgroundBlock background;
    std::vector<NeuronPiece> pieces;
    std::vector<std::uint32_t> scaled; ///< neurons of the range whose incoming weights are scaled
    std::vector<std::uint32_t> fired;
    std::uint32_t wild; ///< first neuron with a state that is not finite, or the end of the range
    PhaseTimes times;
  };
  struct Parts {
    std::unique_ptr<ThreadPool> pool;
    std::shared_ptr<const CpuTables> tables;
  };
  static Parts make_parts(std::shared_ptr<const Network> network, const ModelTables& tables, int threads);

  CpuSimulator(Parts parts, const SimulatorOptions& options);
  void advance(Team& team);
  std::uint64_t add_background(Team& team);
  void scale_incoming(const Team& team);
  void queue_older_spikes();
  void take_input(const StepInput& input);
  void check_numbers() const;

  std::shared_ptr<ThreadPool> pool_;
  std::shared_ptr<const CpuTables> tables_;
  SimulatorOptions options_;
  BackgroundAhead background_;
  std::deque<Team> teams_;
  std::function<void(int)> work_;
  bool measuring_ = false;

  NeuronState state_;
  SlotPlanes planes_;
  RunHistory history_; ///< its newest input is read by all threads during a step
  Perturbation perturbation_;
  MembraneInput membrane_input_;
  WatchedSources watched_;
};

} // namespace striate
