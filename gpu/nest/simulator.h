// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/background_counts.h"
#include "engine/simulation/nest/state.h"
#include "engine/simulation/nest/view.h"
#include "engine/simulation/simulator.h"
#include "gpu/device/device_array.h"
#include "gpu/device/device_gauge.h"
#include "gpu/device/perturbation.h"
#include "gpu/nest/tables.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// The CUDA back end of the dynamics `nest`, the twin of NestSimulator: same order of the step, same functions, states
/// that either restores. Input spikes are delivered in the step they arrive in, recurrent ones when they are fired, to
/// the steps they arrive in. Weights are added as integers of 2^-24 pA, so two runs give the same bits; the CPU adds
/// doubles, so its states agree to rounding (to the bit where weights are 0.5 pA or more and not scaled). A weight of
/// 2^30 pA or more is a fault of its target. The host gives the input of one step at a time.
class GpuNestSimulator final : public Simulator {
public:
  /// tables: those the network's cell models refer to. Throws Error when the network cannot be simulated at this dt or
  /// does not fit the GPU.
  GpuNestSimulator(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
                   double dt_ms, const SimulatorOptions& options);

  std::string backend() const override { return "CUDA · " + name_; }
  int threads() const override { return 1; } ///< of the host
  std::optional<DeviceLoad> device_load() const override;
  double dt_ms() const override { return 1.0 / tables_.host->constants.steps_per_ms; }
  std::int64_t now() const override { return host_->run.now; }
  std::span<const std::uint32_t> step(const StepInput& input) override;
  void perturb(const Perturbation& perturbation) override;
  void watch_sources(std::span<const std::uint32_t> neurons) override;
  void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const override;
  NeuronSample sample(std::uint32_t neuron) const override;
  void save(SimulatorState& state) const override;
  void restore(const SimulatorState& state) override;
  void reset() override;

private:
  /// What the host knows of the run. Spikes, inputs and the step are always those of now; numbers of neurons, and the
  /// currents of watched ones, only where they were fetched from the GPU, also when it is only asked.
  struct Host {
    NestRun run;
    NestWatched watched;
    DeviceGauge gauge;
  };
  /// Places of chunks, and before them how many they are.
  struct Queue {
    DeviceArray<std::uint32_t> memory;
    void fill(const std::shared_ptr<Device>& device, const std::vector<std::uint32_t>& chunks);
  };

  std::uint32_t slot_of(std::int64_t step) const;
  NestDeliverTask recurrent_task(std::int64_t emitted) const;
  void deliver_queue(NestDeliverTask task, Queue& queue, const std::vector<std::uint32_t>& chunks);
  void deliver_inputs();
  void deliver_input(const DeviceNestProjection& projection, const DeviceArray<FixedWeight>& planes,
                     const float* factors, const std::vector<std::uint32_t>& chunks, Queue& queue);
  void deliver_older_spikes();
  NestUpdateTask update_task() const;
  void check_numbers(std::uint32_t wild);

  NestView view() const { return {*tables_.host, host_->run.neurons, host_->watched}; }
  void fetch(std::span<const std::uint32_t> neurons) const;
  void fetch_all() const;
  void fetch_watched() const;
  void upload();

  std::shared_ptr<Device> device_;
  std::string name_;
  GpuNestTables tables_;
  BackgroundCounts background_counts_;
  std::unique_ptr<Host> host_;

  std::uint32_t depth_;       ///< of the ring of recurrent planes
  DeviceArray<double> state_; ///< [plane][neuron], see NestPlane
  DeviceArray<std::int32_t> refractory_;
  DeviceArray<FixedWeight> planes_;                         ///< [arrival % depth][receptor][neuron]
  DeviceArray<FixedWeight> lgn_planes_, background_planes_; ///< [receptor][neuron], zero between steps
  DeviceArray<std::uint32_t> spoiled_;                      ///< [arrival % depth], see NestDeliverTask
  DeviceArray<float> background_factors_;                   ///< spikes of each source
  DeviceArray<float> lgn_factors_;                          ///< what units send as currents; empty until they do
  Queue lgn_queue_, background_queue_, older_queue_;
  DeviceArray<std::uint32_t> queue_; ///< chunks of what fired
  DeviceArray<std::uint32_t> marks_; ///< bits of what fired, chunks in the queue, first neuron out of range
  PinnedArray<std::uint32_t> host_marks_;

  Perturbation perturbation_;
  DevicePerturbation perturbed_;
  DeviceArray<std::int32_t> watched_start_; ///< as in NestUpdateTask
  DeviceArray<double> watched_;             ///< as NestWatched saves them
};

} // namespace striate
