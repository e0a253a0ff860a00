// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/run_ahead.h"
#include "engine/simulation/background_counts.h"
#include "engine/simulation/run_history.h"
#include "engine/simulation/simulator.h"
#include "engine/simulation/state.h"
#include "engine/simulation/watched_list.h"
#include "gpu/basis4/tables.h"
#include "gpu/device/device_array.h"
#include "gpu/device/perturbation.h"
#include "gpu/lgn/lgn.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace striate {

/// The CUDA back end of `basis4`, the twin of CpuSimulator: LGN spikes are delivered, all neurons updated, and what
/// fires is delivered to the steps it arrives in, all on the GPU. With eyes (RunAhead) it computes up to 64 steps
/// without a word of the host, as one recorded sequence of kernels. Weights are added as integers, so two runs give the
/// same bits; the CPU adds floats, so its states agree to rounding.
class GpuSimulator final : public Simulator, public RunAhead {
public:
  /// Throws Error when the network cannot be simulated or does not fit the GPU.
  GpuSimulator(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
               const SimulatorOptions& options);
  /// Another trial over the same tables, on a stream of its own.
  GpuSimulator(std::shared_ptr<Device> device, std::shared_ptr<const GpuTables> tables,
               const SimulatorOptions& options);
  ~GpuSimulator() override;

  std::string backend() const override { return "CUDA · " + name_; }
  int threads() const override { return 1; } ///< of the host
  std::optional<DeviceLoad> device_load() const override;
  std::int64_t now() const override { return history_.now; }
  std::span<const std::uint32_t> step(const StepInput& input) override;
  void perturb(const Perturbation& perturbation) override;
  void watch_sources(std::span<const std::uint32_t> neurons) override;
  void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const override;
  NeuronSample sample(std::uint32_t neuron) const override;
  void save(SimulatorState& state) const override;
  void restore(const SimulatorState& state) override;
  void reset() override;
  RunAhead* run_ahead() override { return this; }

  void see(const LgnUnits& units, LgnGeometry geometry) override;
  /// With filters that another trial has on the GPU already.
  void see(std::shared_ptr<const GpuFilters> filters);
  std::unique_ptr<Simulator> sibling(std::uint32_t trial) const override;
  void begin_trial(std::uint32_t trial) override;
  int ready() const override;
  void compute(const Scene& scene, int most_ms) override;
  Millisecond next() override;
  void discard() override { settle(); }
  void look(const Scene& scene, std::int64_t at_ms) override;
  std::shared_ptr<const Sight> sight() const override;
  void restore(const std::shared_ptr<const Sight>& sight) override;

private:
  using Numbers = std::array<float, GatherTask::numbers>;

  // What happens on the GPU, stretch.cpp and stretch_tasks.cpp
  struct Run;
  BackgroundCounts make_background() const;
  void draw_background(int steps);
  void observe();
  void begin(int steps);
  void launch(int steps);
  void launch_all(int steps) const;
  void set_clock(std::int64_t first);
  BetweenTask between_task(int step, int steps) const;
  DeliverTask lgn_delivery(int step) const;
  DeliverTask recurrent_task(int emitted, int min_delay) const;
  void deliver_older_spikes();
  UpdateTask update_task(int step) const;
  LgnTask lgn_task(int frame) const;
  void hand_out();
  void check_numbers(int step);
  void settle() const;

  // What is asked, simulator.cpp
  std::vector<Numbers> numbers_of(std::span<const std::uint32_t> neurons) const;
  std::vector<std::uint32_t> watched_ids() const;

  std::shared_ptr<const GpuTables> tables_;
  std::shared_ptr<Device> device_;
  std::string name_;
  SimulatorOptions options_;
  BackgroundCounts background_counts_;
  std::unique_ptr<Run> run_; ///< what changes while it runs, also when only asked

  DevicePerturbation perturbed_;
  struct Watched {
    std::uint32_t neuron = 0;
  };
  WatchedList<Watched> watched_; ///< their places are those of the device's state
  DeviceArray<std::int32_t> watched_index_;

  RunHistory history_; ///< of the steps that were handed out
  Perturbation perturbation_;
};

} // namespace striate
