// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/live/spike_history.h"
#include "engine/core/task.h"
#include "engine/session/run_settings.h"
#include "engine/session/session.h"

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

enum class Speed { maximum, real_time, half, tenth };

/// From `from_ms` on the screen shows this, until the next epoch begins.
struct StimulusEpoch {
  std::int64_t from_ms = 0;
  Stimulus stimulus;    ///< as the user or the protocol set it; kind gray while nothing is shown
  GratingClock grating; ///< its (first) grating; contrast 0 = none (also during the gray before the first stimulus)
  Scene scene;          ///< all that it shows
};

/// One moment of the running simulation, immutable. The window reads the newest one; all that happened since the one
/// before is in it, so no spike is lost however slow the screen is.
struct Snapshot {
  std::int64_t now_ms = 0; ///< model time
  bool running = false;
  double wall_over_model = 0.0; ///< computing time per model time over about the last half second; NaN before
  ParameterSet parameters;
  std::string backend;     ///< "CPU · 2 threads · AVX-512", or the GPU with its memory and load
  std::uint64_t epoch = 0; ///< grows at every reset or new network: views drop what they hold

  std::shared_ptr<const Network> network; ///< what runs in this epoch

  std::shared_ptr<const SpikeBlock> spikes; ///< steps since the previous snapshot; may have 0 steps

  struct LgnSample {
    std::uint32_t unit = 0;
    std::vector<float> rate_Hz; ///< one per step of `spikes`
    std::vector<std::int64_t> spike_ms;
    std::vector<float> luminance; ///< of the screen at the unit's centre, per step
  };
  std::vector<LgnSample> lgn;                                    ///< the chosen units
  std::vector<float> lgn_rates_Hz;                               ///< of all LGN units at the latest step
  double lgn_mean_Hz = std::numeric_limits<double>::quiet_NaN(); ///< over all LGN units at the latest step; NaN before

  std::optional<std::uint32_t> neuron;      ///< the selected neuron
  std::vector<NeuronSample> neuron_samples; ///< of the last steps of `spikes`, since the neuron was selected
  std::vector<StimulusMark> marks;          ///< stimulus changes since the previous snapshot
  std::vector<StimulusEpoch> epochs;        ///< epochs that began since the previous snapshot (the first one at reset)
  GratingClock grating;                     ///< the (first) grating on the screen now; contrast 0 when there is none
  Scene scene;                              ///< what the screen shows now

  bool recording = false;
  std::uint64_t recorded_spikes = 0;
  std::string recording_file;
  std::string message; ///< something the user should read (a recording that stopped); empty mostly
  std::string notice;  ///< something worth knowing (how a movie is shown); empty mostly

  /// What the run shows when; without a name it is its one stimulus. The same object for a whole epoch.
  std::shared_ptr<const Protocol> protocol;
};

/// The worker thread that owns a Session. Commands are posted to a mailbox and take effect at the next model
/// millisecond; snapshots come out through take(). The engine never waits for the window: when nobody takes snapshots
/// they are merged. All public functions may be called from any thread and return at once, except
/// use_weights() and the destructor.
class SimulationService {
public:
  /// notify is called on the worker thread when a new snapshot is ready; it must return at once.
  explicit SimulationService(std::function<void()> notify);
  ~SimulationService();
  SimulationService(const SimulationService&) = delete;
  SimulationService& operator=(const SimulationService&) = delete;

  /// Builds the network of the parameters on the worker and starts a new session when done; the task tells how it goes.
  /// The old session runs on until then. `run`: start running at once.
  std::shared_ptr<Task> open(const ParameterSet& parameters, bool run);

  void run();
  void pause();
  void step(int milliseconds = 1);
  void reset();
  void set_speed(Speed speed);
  void edit(const ParameterSet& parameters);
  void select_neuron(std::optional<std::uint32_t> neuron);
  void select_lgn_units(std::vector<std::uint32_t> units);
  /// The session of `network` goes on, without a break, with the weights of `weights`, a network that differs in them
  /// only (`network` itself: back to its own). Nothing happens while another network runs or spikes are recorded, since
  /// a recording's settings must tell its weights. Prepares a simulator on the calling thread first (about 1 s for the
  /// core network). Throws Error when the weights cannot be simulated.
  void use_weights(const std::shared_ptr<const Network>& network, std::shared_ptr<const Network> weights);
  /// Starts writing spikes to a folder (created): spikes.h5 and settings.json. Failure comes as Snapshot::message.
  void start_recording(const std::string& folder);
  void stop_recording();

  /// Newest state and everything since the last call; nullptr when nothing is new.
  std::shared_ptr<const Snapshot> take();
  /// The network of the current session; nullptr before the first is built.
  std::shared_ptr<const Network> network() const;
  /// Start parameters and edits of the current session so far: what figures and recordings carry.
  RunSettings settings() const;

private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

} // namespace striate
