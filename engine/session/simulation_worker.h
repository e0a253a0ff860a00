// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/session/run_recording.h"
#include "engine/session/simulation_service.h"
#include "engine/session/snapshot_builder.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace striate {

/// The inside of SimulationService: one thread that owns the Session, a mailbox of commands, and the snapshot that is
/// being collected. Everything below "on the worker" runs on that thread only.
class SimulationService::Worker {
public:
  using Command = std::function<void(Worker&)>;

  explicit Worker(std::function<void()> notify);
  ~Worker();

  // Any thread.
  void post(Command command);
  void open(const ParameterSet& parameters, bool run, const std::shared_ptr<Task>& task);
  void prepare_weights(const std::shared_ptr<const Network>& network, std::shared_ptr<const Network> weights);
  std::shared_ptr<const Snapshot> take();
  std::shared_ptr<const Network> network() const;
  RunSettings settings() const;

  // On the worker.
  void set_running(bool running);
  void set_speed(Speed speed);
  void step(int milliseconds);
  void reset();
  void edit(const ParameterSet& parameters);
  void select_neuron(std::optional<std::uint32_t> neuron);
  void select_lgn_units(const std::vector<std::uint32_t>& units);
  void start_recording(const std::string& folder);
  void stop_recording();

private:
  using Clock = std::chrono::steady_clock;

  void loop();
  void build(const std::stop_token& stop, const ParameterSet& parameters, bool run, const std::shared_ptr<Task>& task);
  /// The network that runs, when the parameters ask for the same; else nullptr. Any thread.
  std::shared_ptr<const Network> running_network(const ParameterSet& parameters) const;
  void adopt(std::unique_ptr<Session> session, bool run);
  void install(std::unique_ptr<Session> session, bool run);
  bool take_commands();
  void compute_slice();
  void compute_step();
  void pace();
  void restart_pacing();
  void publish();
  void stop_on(const Error& failure);
  void continue_without_gpu(const Error& failure);
  void begin_epoch();
  void start_settings();
  void write_settings();
  void report(const std::string& sentence);
  void report_notice();

  std::function<void()> notify_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Command> mailbox_;
  bool stop_ = false;
  std::shared_ptr<Snapshot> ready_; ///< what take() gives; merged when nobody takes
  std::shared_ptr<const Network> network_;
  RunSettings settings_;

  std::unique_ptr<Session> session_;
  std::unique_ptr<RunRecording> recorder_;
  bool settings_written_ = true; ///< the recording knows all edits so far
  Clock::time_point settings_time_;
  SnapshotBuilder building_;
  bool running_ = false;
  double model_ms_per_wall_ms_ = 0.0; ///< pace; 0 = as fast as possible
  Clock::time_point pace_start_;
  std::int64_t pace_start_ms_ = 0;
  double busy_s_ = 0.0; ///< computing time and steps of the current measurement of wall/model
  std::int64_t busy_steps_ = 0;
  Clock::time_point measured_;
  Clock::time_point published_;

  std::mutex builder_mutex_; ///< guards builder_, builder_task_
  std::shared_ptr<Task> builder_task_;
  std::jthread builder_;
  std::jthread thread_; ///< last: starts when all else is there
};

} // namespace striate
