#pragma once
#include "engine/analysis/spike_history.h"
#include "engine/core/task.h"
#include "engine/lgn/lgn.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/simulation/simulator.h"
#include "engine/stimulus/stimulus_parameters.h"
#include "engine/stimulus/stimulus_player.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace striate {

NetworkRecipe recipe_from(const ParameterSet& parameters);
/// threads = 0 becomes one thread per started 8,000 neurons, at most one per core.
SimulatorOptions simulator_options_from(const ParameterSet& parameters, const Network& network);

/// Builds the network the parameters ask for, on the threads they allow.
std::shared_ptr<const Network> build_network(const ParameterSet& parameters, Task& task);

/// One millisecond as seen from outside; spans are valid until the next step.
struct StepResult {
  std::int64_t ms = 0;
  std::span<const std::uint32_t> spikes;
  std::span<const float> lgn_rates_Hz;
  std::span<const std::uint32_t> lgn_spikes;
};

/// A change of live parameters at a step: with the start parameters it makes a run reproducible.
struct Edit {
  std::int64_t at_ms = 0;
  ParameterSet parameters; ///< all of them, after the edit
};

/// Network + stimulus + LGN + simulator: the live window and the headless run use the same object, so the same settings
/// and the same edits at the same steps give the same spikes. One thread at a time.
class Session {
public:
  Session(const ParameterSet& parameters, std::shared_ptr<const Network> network);

  const ParameterSet& parameters() const { return parameters_; }
  const Network& network() const { return *network_; }
  std::shared_ptr<const Network> network_pointer() const { return network_; }
  const Simulator& simulator() const { return *simulator_; }
  /// What the screen shows: at the next step, as far as it is known before it.
  const Scene& scene() const { return player_.scene(); }
  /// Its (first) grating; contrast 0 when it shows none.
  GratingClock grating() const { return scene().gratings.empty() ? GratingClock{} : scene().gratings.front(); }
  const Stimulus& stimulus() const { return player_.stimulus(); }
  /// What was done to a movie that was read (resampled, range), once; empty mostly.
  std::string take_notice() { return player_.take_notice(); }
  /// LGN rates of the latest step, one per unit.
  std::span<const float> lgn_rates_Hz() const { return lgn_.rates_Hz(); }
  /// Parameters at step 0 and every edit since: what a scripted run needs to give the same spikes.
  const ParameterSet& start_parameters() const { return start_; }
  const std::vector<Edit>& edits() const { return edits_; }
  std::int64_t now() const { return simulator_->now(); }

  /// Applies live parameters from the next step on; others throw a usage Error.
  void edit(const ParameterSet& parameters);
  StepResult step();
  void reset();

private:
  ParameterSet start_;
  ParameterSet parameters_;
  std::vector<Edit> edits_;
  std::shared_ptr<const Network> network_;
  std::unique_ptr<Simulator> simulator_;
  Lgn still_lgn_; ///< before anything was shown: a reset copies it, which is a thousand times cheaper than building it
  Lgn lgn_;
  StimulusPlayer player_;
  SpikeIds lgn_spikes_;
  std::uint64_t seed_;
};

} // namespace striate
