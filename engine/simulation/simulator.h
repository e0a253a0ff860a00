#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace striate {

struct SimulatorOptions {
  std::uint64_t seed = 3000; ///< of the background noise
  std::uint32_t trial = 0;
  bool hard_reset = false;
  int threads = 0; ///< 0 = as many as cores
  double background_rate_Hz = 250.0;
};

/// A complete copy of the dynamic state: restoring it continues bit for bit.
struct SimulatorState {
  std::int64_t step = 0;
  std::vector<float> v, asc, psc, psc_rise;       ///< v [N]; asc [2][N]; psc, psc_rise [4][N]
  std::vector<std::int16_t> refractory;           ///< [N]
  std::vector<std::vector<std::uint32_t>> spikes; ///< [d]: ids that fired d + 1 steps before the next step
};

/// What the window asks of single neurons; all values after the latest step.
struct NeuronSample {
  float v_mV = 0.0f; ///< membrane potential
  float threshold_mV = 0.0f;
  float synaptic_pA = 0.0f; ///< recurrent + LGN + background
  float asc_pA = 0.0f;      ///< after-spike currents
  bool refractory = false;
};

/// One running network (reference dynamics `basis4`, spec: model, section 2). A back end implements it; CPU and CUDA
/// are twins. One thread calls it at a time; it uses its own team inside.
class Simulator {
public:
  virtual ~Simulator() = default;

  virtual std::string backend() const = 0; ///< "CPU"
  virtual int threads() const = 0;
  virtual std::int64_t now() const = 0; ///< index of the next step, 0 at the start

  /// Computes one millisecond. lgn_spikes: LGN units that fire in it, ascending. Returns the ids of the neurons that
  /// fired, ascending; valid until the next call.
  virtual std::span<const std::uint32_t> step(std::span<const std::uint32_t> lgn_spikes) = 0;

  virtual NeuronSample sample(std::uint32_t neuron) const = 0;
  virtual SimulatorState state() const = 0;
  virtual void restore(const SimulatorState& state) = 0;
  /// Back to the zero state at step 0.
  virtual void reset() = 0;
};

/// The CPU back end. Throws Error when the network is empty.
std::unique_ptr<Simulator> make_cpu_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options);

} // namespace striate
