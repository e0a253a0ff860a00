// SPDX-License-Identifier: Apache-2.0
#include "engine/session/simulation_worker.h"

#include "engine/core/errors.h"
#include "engine/parameters/meaning.h"
#include "engine/session/run_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>

namespace striate {

namespace {

using namespace std::chrono_literals;

// One slice of computing between two looks at the mailbox, and the pause between two snapshots. Short enough that an
// edit acts within a frame, long enough that the bookkeeping does not show.
constexpr auto slice = 4ms;
constexpr auto snapshot_interval = 12ms;
constexpr auto measurement = 500ms;
constexpr auto settings_interval = 1s;

} // namespace

SimulationService::Worker::Worker(std::function<void()> notify)
    : notify_(std::move(notify)), thread_([this] { loop(); }) {}

SimulationService::Worker::~Worker() {
  {
    const std::lock_guard lock(builder_mutex_);
    if (builder_task_)
      builder_task_->cancel();
  }
  builder_.request_stop();
  if (builder_.joinable())
    builder_.join();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void SimulationService::Worker::post(Command command) {
  {
    const std::lock_guard lock(mutex_);
    mailbox_.push_back(std::move(command));
  }
  wake_.notify_one();
}

void SimulationService::Worker::open(const ParameterSet& parameters, bool run, const std::shared_ptr<Task>& task) {
  const std::lock_guard lock(builder_mutex_);
  if (builder_task_)
    builder_task_->cancel(); // only the newest request counts; the old builder ends within 100 ms
  builder_task_ = task;
  builder_ =
      std::jthread([this, parameters, run, task](const std::stop_token& stop) { build(stop, parameters, run, task); });
}

void SimulationService::Worker::build(const std::stop_token& stop, const ParameterSet& parameters, bool run,
                                      const std::shared_ptr<Task>& task) {
  std::unique_ptr<Session> session;
  task->run([&](Task& t) {
    check_texts(parameters);
    auto network = running_network(parameters);
    if (!network)
      network = build_network(parameters, t);
    session = std::make_unique<Session>(parameters, network, load_replay(parameters, *network, t));
    t.check();
  });
  if (!session || stop.stop_requested())
    return;
  // std::function wants copies: the session travels in a shared_ptr and is moved out once.
  auto box = std::make_shared<std::unique_ptr<Session>>(std::move(session));
  post([box, run](Worker& worker) { worker.adopt(std::move(*box), run); });
}

std::shared_ptr<const Network> SimulationService::Worker::running_network(const ParameterSet& parameters) const {
  const std::lock_guard lock(mutex_);
  if (!network_)
    return nullptr;
  const bool another = !same_network(settings_.parameters, parameters);
  if (!another)
    steps_per_ms_from(parameters); // what build_network looks at first
  return another ? nullptr : network_;
}

void SimulationService::Worker::prepare_weights(const std::shared_ptr<const Network>& network,
                                                std::shared_ptr<const Network> weights) {
  const ParameterSet parameters = settings().parameters;
  const bool own = network == weights;
  // std::function wants copies, as in build().
  auto box = std::make_shared<std::unique_ptr<Simulator>>(make_simulator(parameters, std::move(weights)));
  post([box, network, parameters, own](Worker& worker) {
    Session* session = worker.session_.get();
    if (session && session->network_pointer() == network && session->start_parameters() == parameters &&
        !worker.recorder_)
      session->use_simulator(std::move(*box), own);
  });
}

std::shared_ptr<const Snapshot> SimulationService::Worker::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(ready_, nullptr);
}

std::shared_ptr<const Network> SimulationService::Worker::network() const {
  const std::lock_guard lock(mutex_);
  return network_;
}

RunSettings SimulationService::Worker::settings() const {
  const std::lock_guard lock(mutex_);
  return settings_;
}

void SimulationService::Worker::loop() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (!running_ || !session_)
        wake_.wait(lock, [this] { return stop_ || !mailbox_.empty(); });
      if (stop_)
        break;
    }
    const bool changed = take_commands();
    if (running_ && session_) {
      try {
        compute_slice();
      } catch (const Error& failure) {
        stop_on(failure);
      } catch (const std::exception& failure) {
        running_ = false;
        report(fmt::format("The simulation stopped: {}", failure.what()));
      }
    }
    if (session_ && (changed || Clock::now() - published_ >= snapshot_interval))
      publish();
    if (running_ && session_)
      pace();
  }
  stop_recording();
}

bool SimulationService::Worker::take_commands() {
  std::deque<Command> commands;
  {
    const std::lock_guard lock(mutex_);
    commands.swap(mailbox_);
  }
  for (const Command& command : commands) {
    try {
      command(*this);
    } catch (const std::exception& failure) {
      report(failure.what());
    }
  }
  return !commands.empty();
}

void SimulationService::Worker::compute_slice() {
  const auto begin = Clock::now();
  const auto due = [&] {
    if (model_ms_per_wall_ms_ == 0.0)
      return std::numeric_limits<std::int64_t>::max();
    const std::chrono::duration<double, std::milli> wall = Clock::now() - pace_start_;
    return pace_start_ms_ + static_cast<std::int64_t>(wall.count() * model_ms_per_wall_ms_) + 1;
  };
  std::int64_t steps = 0;
  while (session_->now() < due()) {
    compute_step();
    ++steps;
    if (Clock::now() - begin >= slice)
      break;
  }
  busy_s_ += std::chrono::duration<double>(Clock::now() - begin).count();
  busy_steps_ += steps;
}

void SimulationService::Worker::compute_step() {
  const StepResult step = recorder_ ? session_->step(recorder_->after_step()) : session_->step();
  building_.add(step, *session_);
  if (!recorder_)
    return;
  recorder_->push(step, *session_);
  if (const std::string failure = recorder_->failure(); !failure.empty()) {
    recorder_.reset();
    session_->watch_sources({});
    report(failure);
  }
}

void SimulationService::Worker::pace() {
  if (model_ms_per_wall_ms_ == 0.0)
    return;
  const std::chrono::duration<double, std::milli> wall = Clock::now() - pace_start_;
  const double behind_ms = wall.count() * model_ms_per_wall_ms_ - static_cast<double>(session_->now() - pace_start_ms_);
  if (behind_ms > 100.0 * model_ms_per_wall_ms_) {
    restart_pacing(); // too slow for this pace: do not sprint later to make up for it
    return;
  }
  if (behind_ms > 0.0)
    return;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock,
                 std::chrono::duration<double, std::milli>(std::min(8.0, -behind_ms / model_ms_per_wall_ms_ + 0.2)),
                 [this] { return stop_ || !mailbox_.empty(); });
}

void SimulationService::Worker::restart_pacing() {
  pace_start_ = Clock::now();
  pace_start_ms_ = session_ ? session_->now() : 0;
}

void SimulationService::Worker::publish() {
  const auto now = Clock::now();
  published_ = now;
  Snapshot snapshot = building_.finish(*session_);
  snapshot.running = running_;
  snapshot.recording = recorder_ != nullptr;
  if (now - settings_time_ >= settings_interval)
    write_settings();
  if (recorder_) {
    snapshot.recorded_spikes = recorder_->spikes();
    snapshot.recording_file = recorder_->file().string();
  }
  snapshot.wall_over_model =
      busy_steps_ > 0 ? busy_s_ * 1000.0 / static_cast<double>(busy_steps_) : std::numeric_limits<double>::quiet_NaN();
  if (now - measured_ >= measurement) {
    measured_ = now;
    // Half of the old measurement stays, so that the figure on screen is steady.
    busy_s_ *= 0.5;
    busy_steps_ /= 2;
  }
  {
    const std::lock_guard lock(mutex_);
    if (ready_)
      merge_snapshots(*ready_, std::move(snapshot));
    else
      ready_ = std::make_shared<Snapshot>(std::move(snapshot));
  }
  notify_();
}

void SimulationService::Worker::report_notice() {
  if (const std::string notice = session_->take_notice(); !notice.empty())
    building_.notice(notice);
}

void SimulationService::Worker::report(const std::string& sentence) {
  building_.message(sentence);
}

namespace {

/// Whether a new session may go on where the running one is: it is the same run on another part of the machine.
bool same_run(const Session& running, const Session& next) {
  if (running.network_pointer() != next.network_pointer())
    return false;
  const bool changed = next.parameters() != running.parameters();
  return changed && spike_differences(next.parameters(), running.parameters()).empty();
}

} // namespace

void SimulationService::Worker::adopt(std::unique_ptr<Session> session, bool run) {
  if (session_ && same_run(*session_, *session))
    session->take_over(*session_);
  install(std::move(session), run);
}

void SimulationService::Worker::install(std::unique_ptr<Session> session, bool run) {
  stop_recording();
  session_ = std::move(session);
  // The same network with other settings of the run: the selected neuron stays.
  const auto neuron = network() == session_->network_pointer() ? building_.neuron() : std::nullopt;
  building_.begin(*session_);
  building_.select_neuron(neuron);
  report_notice();
  {
    const std::lock_guard lock(mutex_);
    settings_ = {session_->start_parameters(), session_->edits()};
    network_ = session_->network_pointer();
    ready_.reset();
  }
  running_ = run;
  busy_s_ = 0.0;
  busy_steps_ = 0;
  restart_pacing();
}

void SimulationService::Worker::set_running(bool running) {
  running_ = running;
  restart_pacing();
}

void SimulationService::Worker::set_speed(Speed speed) {
  model_ms_per_wall_ms_ = speed == Speed::maximum     ? 0.0
                          : speed == Speed::real_time ? 1.0
                          : speed == Speed::half      ? 0.5
                                                      : 0.1;
  restart_pacing();
}

void SimulationService::Worker::step(int milliseconds) {
  if (!session_)
    return;
  running_ = false;
  try {
    for (int i = 0; i < milliseconds; ++i)
      compute_step();
  } catch (const Error& failure) {
    stop_on(failure);
  }
}

// Numbers that left the range of floats do not come back by themselves: the session returns to a sound state, so that
// all that is shown is real and the user can change what went wrong and go on.
void SimulationService::Worker::stop_on(const Error& failure) {
  if (failure.kind() == Error::Kind::device && session_->parameters().is(choices::Backend::cuda)) {
    continue_without_gpu(failure);
    return;
  }
  running_ = false;
  if (failure.kind() != Error::Kind::numbers) {
    report(fmt::format("The simulation stopped: {}", failure.what()));
    return;
  }
  stop_recording();
  session_->go_back();
  begin_epoch();
  report(fmt::format("The simulation was paused and reset to {} ms. {}", session_->now(), failure.what()));
}

// What the GPU held is lost, but not the newest moment that was kept; the CPU continues from there.
void SimulationService::Worker::continue_without_gpu(const Error& failure) {
  const bool running = std::exchange(running_, false);
  ParameterSet parameters = session_->parameters();
  parameters.set_text("backend", "cpu");
  try {
    auto session = std::make_unique<Session>(parameters, session_->network_pointer(), session_->replay());
    session->take_over_sound(*session_);
    install(std::move(session), running);
    report(fmt::format("{} The run continues on the CPU from {} ms.", failure.what(), session_->now()));
  } catch (const std::exception& second) {
    report(fmt::format("{} The run could not be continued on the CPU either: {}", failure.what(), second.what()));
  }
}

void SimulationService::Worker::reset() {
  if (!session_)
    return;
  stop_recording();
  session_->reset();
  begin_epoch();
}

void SimulationService::Worker::begin_epoch() {
  start_settings();
  const auto neuron = building_.neuron();
  building_.begin(*session_);
  building_.select_neuron(neuron);
  restart_pacing();
}

void SimulationService::Worker::edit(const ParameterSet& parameters) {
  if (!session_)
    return;
  const Scene before = session_->scene();
  session_->edit(parameters);
  if (!(session_->scene() == before))
    building_.mark(*session_);
  report_notice();
  settings_written_ = false;
  const std::lock_guard lock(mutex_);
  if (session_->edits().size() > settings_.edits.size())
    settings_.edits.push_back(session_->edits().back());
}

void SimulationService::Worker::start_settings() {
  const std::lock_guard lock(mutex_);
  settings_ = {session_->start_parameters(), session_->edits()};
}

// A dragged dial edits a hundred times a second: the recording learns of it now and then, and always at its end.
void SimulationService::Worker::write_settings() {
  if (!recorder_ || settings_written_)
    return;
  recorder_->set_settings(settings_text(*session_));
  settings_written_ = true;
  settings_time_ = Clock::now();
}

void SimulationService::Worker::select_neuron(std::optional<std::uint32_t> neuron) {
  if (session_ && neuron && *neuron >= session_->network().neurons.size())
    neuron.reset();
  building_.select_neuron(neuron);
}

void SimulationService::Worker::select_lgn_units(const std::vector<std::uint32_t>& units) {
  if (session_)
    building_.select_lgn_units(units, *session_);
}

void SimulationService::Worker::start_recording(const std::string& folder) {
  if (!session_)
    throw Error("There is no network to record yet; wait until it is built.");
  if (!session_->own_weights())
    throw Error("The live view uses training weights that are not in any file, so a recording could not state its "
                "weights; switch off \"Live view uses current training weights\", or use a checkpoint.");
  if (recorder_)
    throw Error(fmt::format("A recording to {} is already running; stop it first.", recorder_->file().string()));
  recorder_ = std::make_unique<RunRecording>(*session_, RunRecording::Options{.folder = folder});
  settings_written_ = true;
}

void SimulationService::Worker::stop_recording() {
  if (!recorder_)
    return;
  write_settings();
  const auto recorder = std::move(recorder_);
  try {
    recorder->close();
  } catch (const Error& failure) {
    report(failure.what());
  }
  if (session_)
    session_->watch_sources({});
}

} // namespace striate
