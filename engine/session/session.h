// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/live/spike_history.h"
#include "engine/core/task.h"
#include "engine/lgn/drive.h"
#include "engine/lgn/lgn.h"
#include "engine/network/network.h"
#include "engine/network/sonata/read/read_sonata.h"
#include "engine/parameters/parameter_set.h"
#include "engine/session/perturbation_schedule.h"
#include "engine/session/replay.h"
#include "engine/simulation/simulator.h"
#include "engine/stimulus/player/stimulus_player.h"
#include "engine/stimulus/stimulus_parameters.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace striate {

NetworkRecipe recipe_from(const ParameterSet& parameters);
/// What to take of a network from a file.
SonataOptions sonata_options_from(const ParameterSet& parameters);
/// threads = 0 becomes one thread per started 8,000 neurons, at most one per core.
SimulatorOptions simulator_options_from(const ParameterSet& parameters, const Network& network);

/// Steps of the simulator in one millisecond. Throws a usage Error when dynamics and dt do not fit.
int steps_per_ms_from(const ParameterSet& parameters);
/// The simulator of the dynamics the parameters ask for. The same error.
std::unique_ptr<Simulator> make_simulator(const ParameterSet& parameters, std::shared_ptr<const Network> network);

LgnGeometry lgn_geometry_from(const ParameterSet& parameters);

/// Plays the stimulus of the parameters on the field that the LGN units see. Throws Error when a movie or a protocol
/// cannot be read.
StimulusPlayer make_player(const ParameterSet& parameters, const LgnUnits& units);

/// The network the parameters ask for, built on the threads they allow or read from a file or the cache
/// (network_source.cpp). Dynamics and dt are looked at first.
std::shared_ptr<const Network> build_network(const ParameterSet& parameters, Task& task);

/// Looks at the small languages of the text parameters (perturb, probe, record) and at what excludes each other before
/// a network is built for them. Throws a usage Error.
void check_texts(const ParameterSet& parameters);

/// One millisecond as seen from outside; spans are valid until the next step.
struct StepResult {
  std::int64_t ms = 0;
  std::span<const std::uint32_t> spikes; ///< ascending within a step
  /// Where the spikes of each of the equal steps of the millisecond end in `spikes`; one entry when dt is 1 ms.
  std::span<const std::uint32_t> sub_steps;
  std::span<const float> lgn_rates_Hz;
  std::span<const std::uint32_t> lgn_spikes;    ///< ascending within a step; none when rates act as currents
  std::span<const std::uint32_t> lgn_sub_steps; ///< as sub_steps
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
  /// With spike files that were read before, under a task of the caller.
  Session(const ParameterSet& parameters, std::shared_ptr<const Network> network, Replay replay);
  /// With a simulator of this network, which fits the parameters.
  Session(const ParameterSet& parameters, std::shared_ptr<const Network> network, Replay replay,
          std::unique_ptr<Simulator> simulator);

  const ParameterSet& parameters() const { return parameters_; }
  const Network& network() const { return *network_; }
  std::shared_ptr<const Network> network_pointer() const { return network_; }
  const Simulator& simulator() const { return *simulator_; }
  const Replay& replay() const { return *replay_; }
  /// What is done to neurons in the latest step, in words; empty when nothing is.
  const std::string& perturbation() const { return perturbation_text_; }
  /// What the screen shows: at the next step, as far as it is known before it.
  const Scene& scene() const { return player_.scene(); }
  /// Its (first) grating; contrast 0 when it shows none.
  GratingClock grating() const { return scene().gratings.empty() ? GratingClock{} : scene().gratings.front(); }
  const Stimulus& stimulus() const { return player_.stimulus(); }
  /// What is shown when.
  const Protocol& protocol() const { return player_.protocol(); }
  /// What was done to a movie that was read (resampled, range), once; empty mostly.
  std::string take_notice() { return player_.take_notice(); }
  /// LGN rates of the latest step, one per unit: of the stimulus, also while LGN spikes are replayed, or of the file
  /// that takes its place.
  std::span<const float> lgn_rates_Hz() const { return drive_->lgn_rates_Hz(); }
  /// Parameters at step 0 and every edit since: what a scripted run needs to give the same spikes.
  const ParameterSet& start_parameters() const { return start_; }
  const std::vector<Edit>& edits() const { return edits_; }
  std::int64_t now() const { return simulator_->now() / steps_per_ms_; } ///< ms
  int steps_per_ms() const { return static_cast<int>(steps_per_ms_); }

  /// Applies live parameters from the next step on; others throw a usage Error, and so does a perturbation that is
  /// none: then nothing has changed.
  void edit(const ParameterSet& parameters);
  /// Called after each step of a simulator that makes several a millisecond: the step, counted from 0, and its spikes.
  using AfterStep = std::function<void(std::int64_t step, std::span<const std::uint32_t> spikes, const Simulator&)>;
  /// One millisecond, in as many steps as the simulator needs. Throws Error (numbers) when the simulation reached NaN
  /// or infinity; go_back() then.
  StepResult step(const AfterStep& after = {});
  void reset();
  /// Goes on with another simulator, made for a network that differs from this one in its weights only, in the state in
  /// which the old one is. network() stays: the weights are on loan.
  void use_simulator(std::unique_ptr<Simulator> simulator, bool own_weights);
  bool own_weights() const { return own_weights_; } ///< the simulator has those of network()
  /// As Simulator::watch_sources.
  void watch_sources(std::span<const std::uint32_t> neurons) { simulator_->watch_sources(neurons); }

  /// Returns to the newest state that is known to be sound (one is kept every half second): simulation, LGN, stimulus
  /// and parameters; edits made since then are forgotten.
  void go_back();

  /// Continues a run bit for bit that was saved elsewhere: `start` and `edits` bring stimulus and LGN to the saved step
  /// (0.02 ms of work per ms), `state` the simulation. Throws a usage Error that names the parameter when this session
  /// was made with others, and Error when the state is not one of this network; nothing has changed then.
  void resume(const ParameterSet& start, const std::vector<Edit>& edits, const SimulatorState& state);

  /// Goes on where another session of the same network is, which differs in back end and threads only. The LGN sees the
  /// last five seconds again: what came before acts by no more than rounding.
  void take_over(const Session& other);
  /// The same from the other's newest moment that is known to be sound, or from the start: when its GPU has failed.
  void take_over_sound(const Session& other);

private:
  /// All that step() changes.
  struct Moment {
    std::int64_t ms;
    SimulatorState simulator;
    std::shared_ptr<const Drive::Sight> sight;
    StimulusPlayer player;
    ParameterSet parameters;
    std::size_t edits;
  };

  void apply(const ParameterSet& parameters, std::int64_t at_ms);
  void keep_moment();
  std::int64_t quiet_ms() const;
  void perturb();
  void continue_run(const ParameterSet& start, std::span<const Edit> edits, const SimulatorState& state,
                    std::int64_t lgn_from_ms);

  ParameterSet start_;
  ParameterSet parameters_;
  std::vector<Edit> edits_;
  std::shared_ptr<const Network> network_;
  std::unique_ptr<Simulator> simulator_;
  bool own_weights_ = true;
  std::int64_t steps_per_ms_;
  std::shared_ptr<const Replay> replay_;
  PerturbationSchedule perturbations_;
  std::string perturbation_text_;
  std::unique_ptr<Drive> drive_; ///< of the simulator
  StimulusPlayer player_;
  std::optional<Moment> sound_;  ///< passed the simulator's checks since
  std::optional<Moment> newest_; ///< not yet
};

} // namespace striate
