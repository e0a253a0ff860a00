#pragma once
#include "engine/simulation/background_counts.h"
#include "engine/simulation/simulator.h"
#include "engine/simulation/state.h"
#include "engine/simulation/watched_list.h"
#include "gpu/cuda_tables.h"
#include "gpu/device_array.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace striate {

/// The CUDA back end of `basis4`, the twin of CpuSimulator: LGN spikes are delivered, all neurons updated, and what
/// fires is delivered to the steps it arrives in, all on the card; the host learns which neurons fired. Weights are
/// added as integers, so two runs give the same bits; the CPU adds floats, so its states agree to rounding.
class CudaSimulator final : public Simulator {
public:
  /// Throws Error when the network cannot be simulated or does not fit the card.
  CudaSimulator(std::shared_ptr<Device> device, std::shared_ptr<const Network> network, const ModelTables& tables,
                const SimulatorOptions& options);

  std::string backend() const override { return "CUDA · " + name_; }
  int threads() const override { return 1; } ///< of the host
  std::int64_t now() const override { return now_; }
  std::span<const std::uint32_t> step(const StepInput& input) override;
  void perturb(const Perturbation& perturbation) override;
  void watch_sources(std::span<const std::uint32_t> neurons) override;
  void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const override;
  NeuronSample sample(std::uint32_t neuron) const override;
  void save(SimulatorState& state) const override;
  void restore(const SimulatorState& state) override;
  void reset() override;

private:
  /// What came from outside in one step; the last few are kept to explain a fault.
  struct Inputs {
    std::vector<std::uint32_t> lgn, background_counts;
  };
  /// A fault shows two steps after the events that caused it.
  static constexpr std::size_t fault_lag = 2;
  using Numbers = std::array<float, GatherTask::numbers>;

  void take_input(const StepInput& input);
  void deliver_lgn();
  void deliver_recurrent(std::int64_t emitted, int min_delay);
  void deliver_older_spikes();
  void collect_fired();
  void check_numbers();
  UpdateTask update_task() const;
  std::vector<Numbers> numbers_of(std::span<const std::uint32_t> neurons) const;
  float value(NeuronVariable variable, std::uint32_t neuron, const Numbers& numbers) const;
  std::vector<std::uint32_t> watched_ids() const;
  float watched_pA(std::uint32_t neuron, int source) const;
  NeuronState host_state() const;
  void load(const NeuronState& state);

  CudaTables tables_;
  std::string name_;
  SimulatorOptions options_;
  BackgroundCounts background_counts_;

  DeviceArray<float> v_;
  std::array<DeviceArray<float>, 2> asc_;
  std::array<DeviceArray<float>, SynapseConstants::bases> rise_, current_;
  DeviceArray<std::int32_t> countdown_;
  DeviceArray<FixedWeight> planes_;   ///< [arrival % max_delay][slot 0..8][neuron]
  DeviceArray<FixedWeight> external_; ///< [neuron]
  DeviceArray<std::uint32_t> fired_bits_, fired_, fired_count_, wild_;
  DeviceArray<std::uint32_t> lgn_queue_, lgn_count_, counts_;

  DeviceArray<float> outgoing_, incoming_, added_pA_; ///< of the perturbation; empty: none
  DeviceArray<std::int32_t> held_;
  struct Watched {
    std::uint32_t neuron = 0;
  };
  WatchedList<Watched> watched_; ///< their places are those of the device's state
  DeviceArray<std::int32_t> watched_index_;
  DeviceArray<float> watched_state_;

  std::vector<std::vector<std::uint32_t>> spikes_; ///< [d]: fired d + 1 steps before the next step
  std::vector<Inputs> inputs_;                     ///< [k]: k steps ago
  Perturbation perturbation_;
  std::int64_t now_ = 0;
};

} // namespace striate
