// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/simulation/background_counts.h"
#include "engine/simulation/nest/delivery.h"
#include "engine/simulation/nest/neurons.h"
#include "engine/simulation/nest/state.h"
#include "engine/simulation/nest/tables.h"
#include "engine/simulation/nest/view.h"
#include "engine/simulation/nest/watched.h"
#include "engine/simulation/neuron_pieces.h"
#include "engine/simulation/simulator.h"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace striate {

/// The CPU back end of the dynamics `nest` (docs/model/dynamics.md#nest-one-step): exact integration in double
/// precision at any step of 1/n ms, in the order of NEST's glif_psc_double_alpha and checked against it spike for
/// spike.
///
/// Step k lies between k dt and (k + 1) dt; a spike of step k is stamped (k + 1) dt and acts on the synaptic currents
/// at (k + 1) dt + delay. Input spikes given to step k are taken as if a neuron had fired in it: their delays
/// are those of the synapses or of ModelTables (LGN 1.7 ms, background 1.0 ms unless a file says otherwise). Background
/// spikes are drawn per step. There is no soft reset. Every thread owns a range of targets, as in CpuSimulator: same
/// spikes for any number of threads.
class NestSimulator final : public Simulator {
public:
  /// tables: those the network's cell models refer to. Throws Error when the network cannot be simulated at this dt.
  NestSimulator(std::shared_ptr<const Network> network, const ModelTables& tables, double dt_ms,
                const SimulatorOptions& options);

  std::string backend() const override { return "CPU"; }
  int threads() const override { return pool_->size(); }
  std::shared_ptr<ThreadPool> thread_pool() const override { return pool_; }
  double dt_ms() const override { return 1.0 / tables_.constants.steps_per_ms; }
  std::int64_t now() const override { return run_.now; }
  std::span<const std::uint32_t> step(const StepInput& input) override;
  void perturb(const Perturbation& perturbation) override;
  void watch_sources(std::span<const std::uint32_t> neurons) override;
  void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const override;
  NeuronSample sample(std::uint32_t neuron) const override;
  void save(SimulatorState& state) const override;
  void restore(const SimulatorState& state) override;
  void reset() override;

private:
  /// What one thread works on, on cache lines of its own. One queue for each kind of source, so that each kind can be
  /// scaled and watched on its own.
  struct alignas(64) Team {
    int range = 0;
    NestDelivery recurrent, lgn, background;
    std::vector<NeuronPiece> pieces;
    std::vector<std::uint32_t> scaled; ///< neurons of the range whose incoming weights are scaled
    std::vector<std::uint32_t> fired;
    std::uint32_t wild; ///< first neuron with a potential that is not finite, or the end of the range
  };

  void advance(Team& team);
  void queue_recurrent(Team& team, std::size_t ago);
  void queue_inputs(Team& team, const StepRecord& inputs, std::int64_t given);
  void queue_again();
  void check_numbers() const;
  NestView view() const { return {tables_, run_.neurons, watched_}; }

  std::shared_ptr<ThreadPool> pool_;
  NestTables tables_;
  BackgroundCounts background_counts_;
  std::deque<Team> teams_;
  std::function<void(int)> work_;

  NestRun run_;
  NestPlanes planes_;
  Perturbation perturbation_;
  MembraneInput membrane_input_;
  NestWatched watched_;
};

/// Throws Error when there is no network or it cannot be simulated at this dt.
std::unique_ptr<Simulator> make_nest_simulator(std::shared_ptr<const Network> network, double dt_ms,
                                               const SimulatorOptions& options);

} // namespace striate
