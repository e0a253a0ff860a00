#pragma once
#include "engine/core/thread_pool.h"
#include "engine/simulation/background_counts.h"
#include "engine/simulation/cpu_delivery.h"
#include "engine/simulation/cpu_neurons.h"
#include "engine/simulation/simulator.h"
#include "engine/simulation/state.h"
#include "engine/simulation/target_partition.h"

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

  std::string backend() const override { return "CPU"; }
  int threads() const override { return pool_.size(); }
  std::int64_t now() const override { return now_; }
  std::span<const std::uint32_t> step(std::span<const std::uint32_t> lgn_spikes) override;
  NeuronSample sample(std::uint32_t neuron) const override;
  SimulatorState state() const override;
  void restore(const SimulatorState& state) override;
  void reset() override;

private:
  /// What one thread works on, on cache lines of its own.
  struct alignas(64) Team {
    CpuDelivery delivery;
    std::vector<NeuronPiece> pieces;
    std::vector<std::uint32_t> fired;
  };

  void advance(Team& team);
  void check_lgn_spikes(std::span<const std::uint32_t> lgn_spikes) const;

  std::shared_ptr<const Network> network_;
  std::vector<CellConstants> cells_;
  SynapseConstants synapses_;
  SimulatorOptions options_;
  ThreadPool pool_;
  BackgroundCounts background_counts_;
  Projection background_;
  std::unique_ptr<RunShares> recurrent_shares_, lgn_shares_, background_shares_;
  std::deque<Team> teams_;
  std::function<void(int)> work_;

  NeuronState state_;
  SlotPlanes planes_;
  std::vector<std::vector<std::uint32_t>> spikes_; ///< [d]: fired d + 1 steps before the next step
  std::int64_t now_ = 0;

  // Inputs of the step under way, read by all threads.
  std::span<const std::uint32_t> lgn_spikes_;
  std::span<const std::uint32_t> counts_;
};

} // namespace striate
