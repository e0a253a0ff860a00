// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/simulation/perturbation.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
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
  bool background_as_current = false; ///< each source sends its mean in every step in place of Poisson spikes
  bool lgn_as_current = false;        ///< of a RunAhead: the LGN's rates act as currents (docs/model/lgn.md#eq-14)
};

/// Currents by source of the neurons announced by watch_sources(), a part of the state that only observers need.
struct WatchedCurrents {
  std::vector<std::uint32_t> neurons; ///< ascending
  std::vector<float> psc, psc_rise;   ///< [neuron][source][4]; sources: recurrent, LGN, background
};

/// A complete copy of the dynamic state: restoring it continues bit for bit.
struct SimulatorState {
  std::string dynamics = "basis4"; ///< what the numbers mean; a simulator restores only its own
  std::int64_t step = 0;
  std::vector<float> v, asc, psc, psc_rise;       ///< v [N]; asc [2][N]; psc, psc_rise [4][N]
  std::vector<std::int16_t> refractory;           ///< [N]
  std::vector<std::vector<std::uint32_t>> spikes; ///< [d]: ids that fired d + 1 steps before the next step
  WatchedCurrents watched;
  std::map<std::string, std::vector<double>> more; ///< by name: what other dynamics need beyond these
};

/// What happens from outside in one step.
struct StepInput {
  std::span<const std::uint32_t> lgn_spikes{}; ///< LGN units that fire, ascending; a unit may be there twice
  /// Replayed background spikes in place of generated ones: source ids, each as often as it fires, in any order. Given
  /// but empty: no background spike in this step.
  std::optional<std::span<const std::uint32_t>> background_spikes{};
  /// Rates as currents: how much of a spike each of lgn_spikes sends, each unit once; empty: a whole one.
  std::span<const float> lgn_amounts{};
};

/// What read() gives, always after the latest step.
enum class NeuronVariable {
  v_mV,
  asc_pA,          ///< sum of the after-spike currents
  synaptic_pA,     ///< recurrent + LGN + background
  recurrent_pA,    ///< this and the next two: only of neurons announced by watch_sources()
  lgn_pA,          ///<
  background_pA,   ///<
  refractory_steps ///< steps in which the neuron still cannot fire; 0 = free
};

/// What the window asks of single neurons; all values after the latest step.
struct NeuronSample {
  float v_mV = 0.0f; ///< membrane potential
  float threshold_mV = 0.0f;
  float synaptic_pA = 0.0f; ///< recurrent + LGN + background
  float asc_pA = 0.0f;      ///< after-spike currents
  bool refractory = false;
};

/// How much of a GPU is in use.
struct DeviceLoad {
  std::size_t used_bytes = 0, total_bytes = 0; ///< of all programs
  double busy = 0.0;                           ///< part of the last half second in which it computed for this run, 0..1
};

class ThreadPool;
class RunAhead; // engine/lgn/run_ahead.h

/// One running network. A back end implements it; CPU and CUDA are twins. One thread calls it at a time; it uses its
/// own team inside.
class Simulator {
public:
  virtual ~Simulator() = default;

  virtual std::string backend() const = 0; ///< "CPU"
  virtual int threads() const = 0;
  /// The threads it computes on, for the caller's own work between two steps: another team would spin in their way.
  /// Null: none.
  virtual std::shared_ptr<ThreadPool> thread_pool() const { return nullptr; }
  /// Nothing for the CPU. Cheap: asks the GPU at most twice a second.
  virtual std::optional<DeviceLoad> device_load() const { return {}; }
  virtual double dt_ms() const { return 1.0; } ///< model time of one step
  virtual std::int64_t now() const = 0;        ///< index of the next step, 0 at the start

  /// Computes one step. Returns the ids of the neurons that fired, ascending; valid until the next call. Throws Error
  /// for ids out of range, before anything has changed; and Error (numbers) when NaN or infinity is found in the state,
  /// at most 100 steps after it got there: the state is useless then, restore an older one.
  virtual std::span<const std::uint32_t> step(const StepInput& input) = 0;

  /// Replaces the perturbation from the next step on; synaptic factors act on spikes that arrive from then on. An empty
  /// one is bit for bit as if there were none and costs nothing. Not part of the state: restore() and reset() keep it.
  /// Throws a usage Error and keeps the old one when it does not fit the network.
  virtual void perturb(const Perturbation& perturbation) = 0;

  /// Splits the synaptic current of these neurons by source from the next step on (replaces an earlier list). Currents
  /// that flow already belong to no source and die out in some 50 ms: the three fall short of the total until then.
  virtual void watch_sources(std::span<const std::uint32_t> neurons) = 0;

  /// out[i] = the variable of neurons[i]. Throws a usage Error for a neuron out of range, or a source that is not
  /// watched, or lengths that differ.
  virtual void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const = 0;

  virtual NeuronSample sample(std::uint32_t neuron) const = 0;
  /// Itself when it can see the stimulus and compute ahead; else null.
  virtual RunAhead* run_ahead() { return nullptr; }
  virtual void save(SimulatorState& state) const = 0; ///< uses the memory `state` has
  /// Watched neurons continue from the saved split when they were watched then, else from none.
  virtual void restore(const SimulatorState& state) = 0;
  /// Back to the zero state at step 0.
  virtual void reset() = 0;

  SimulatorState state() const {
    SimulatorState out;
    save(out);
    return out;
  }
};

/// The CPU back end of `basis4` (docs/model/dynamics.md#basis4-one-step). Throws Error when the network cannot be
/// simulated.
std::unique_ptr<Simulator> make_cpu_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options);

} // namespace striate
