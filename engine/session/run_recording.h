// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/recording/recording_thread.h"
#include "engine/session/probe.h"
#include "engine/session/session.h"
#include "engine/simulation/background_counts.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// What the parameters `record`, `compression` and `probe` ask for.
struct RecordingPlan {
  bool spikes = false, lgn_spikes = false, lgn_rates = false, background_spikes = false;
  bool simulation_data = false, float32 = false;
  int compression = 0; ///< gzip level, 0 = none
  std::vector<Probe> probes;
};

/// Throws a usage Error naming the part and near matches.
RecordingPlan recording_plan(const ParameterSet& parameters);
/// The text of `record` for the files of a plan: "spikes,lgn-rates", "none".
std::string format_record(const RecordingPlan& plan);
/// Names of the files that this plan leaves in its folder, settings.json included.
std::vector<std::string> recording_file_names(const RecordingPlan& plan);

/// Everything that is written while a session runs, live or headless: the files of the plan and settings.json in one
/// folder, through one RecordingThread (crash-safe; a full disk stops it, the run goes on). Same thread as the session;
/// failure() may be asked from any thread.
class RunRecording {
public:
  struct Options {
    std::filesystem::path folder;
    bool overwrite = false;
    bool wait_for_disk = false; ///< headless: the run is slowed rather than the recording given up
  };

  /// Creates the folder and the files and has the session watch what the plan needs. Throws Error when a file is there
  /// already or cannot be made, a usage Error when plan and network do not fit.
  RunRecording(Session& session, const Options& options);
  ~RunRecording();
  RunRecording(const RunRecording&) = delete;
  RunRecording& operator=(const RunRecording&) = delete;

  /// For Session::step(): takes what probes want within milliseconds; empty when there are none. Valid as long as this.
  const Session::AfterStep& after_step() const { return after_step_; }
  void push(const StepResult& step, const Session& session);
  void set_settings(std::string settings_json) { thread_->set_settings(std::move(settings_json)); }
  /// Writes what is left; throws Error when the recording is incomplete.
  void close() { thread_->close(); }

  std::string failure() const { return thread_->failure(); }
  std::uint64_t spikes() const { return spikes_; } ///< V1 spikes taken so far
  /// The spike file, or the folder when spikes are not recorded.
  const std::filesystem::path& file() const { return file_; }

private:
  /// The part that reads the core's state for simulation_data.hdf5.
  struct CoreState {
    std::vector<std::uint32_t> neurons;
    std::vector<float> E_L_mV, scale_mV, values;
  };

  std::size_t add(RecordingThread::Open open);
  FileOptions file_options(const char* name) const;
  void add_simulation_file(const Session& session);
  void watch(Session& session);
  void take_step(std::int64_t step, std::span<const std::uint32_t> spikes, const Simulator& simulator);
  void push_background(const StepResult& step, const Session& session);
  void push_simulation_data(const StepResult& step, const Session& session);

  RecordingPlan plan_;
  Options options_;
  std::string settings_;
  std::filesystem::path file_;
  std::vector<RecordingThread::Open> opens_;
  std::size_t spike_file_ = 0, lgn_spike_file_ = 0, lgn_rate_file_ = 0, background_file_ = 0, simulation_file_ = 0,
              first_probe_file_ = 0;
  std::vector<ProbeSampler> samplers_;
  Session::AfterStep after_step_;
  std::optional<BackgroundCounts> background_;
  std::vector<std::uint32_t> background_ids_, background_ends_;
  CoreState core_;
  std::optional<Scene> shown_; ///< as the latest change of the stimulus tells
  std::uint64_t spikes_ = 0;
  std::unique_ptr<RecordingThread> thread_;
};

} // namespace striate
