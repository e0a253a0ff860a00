// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace striate {

enum class TaskState { waiting, running, done, failed, cancelled };

/// What a Task looks like at one moment; a copy, safe to keep.
struct TaskStatus {
  TaskState state = TaskState::waiting;
  double fraction = 0.0;             ///< 0..1
  std::string step;                  ///< what is being done now, in words
  std::string error;                 ///< the sentence of the failure
  std::vector<std::string> warnings; ///< what the user should know although the work goes on
  double elapsed_s = 0.0;            ///< without the time it was held
  std::optional<double> eta_s;       ///< remaining seconds, unknown until 2 % are done
};

/// Thrown by Task::check() inside the work to unwind it; never reaches the user.
struct TaskCancelled {};

/// One piece of work with progress, time, cancel and error: build, load, run, tune, train and export all use it.
/// Thread rule: the worker calls run/advance/check, any other thread may call status(), hold() and cancel().
class Task {
public:
  explicit Task(std::string title) : title_(std::move(title)) {}

  const std::string& title() const { return title_; }

  /// Does the work on the calling thread and keeps its outcome: a returned call is done, TaskCancelled is cancelled,
  /// any other exception is failed with its text. Never throws. Returns true when done.
  template <typename Work>
  bool run(Work&& work) {
    begin();
    try {
      work(*this);
      finish(TaskState::done, {});
      return true;
    } catch (const TaskCancelled&) {
      finish(TaskState::cancelled, {});
    } catch (const std::exception& failure) {
      finish(TaskState::failed, failure.what());
    }
    return false;
  }

  /// Reports progress (0..1) and throws TaskCancelled when a cancel was asked for. Call it at least every 50 ms.
  void advance(double fraction);
  void set_step(std::string step);
  /// Keeps a sentence for the user; the work goes on.
  void warn(std::string sentence);
  /// Throws TaskCancelled when a cancel was asked for.
  void check() const {
    if (cancel_asked())
      throw TaskCancelled{};
  }

  /// While it is held (a run that pauses) its clock stands still.
  void hold(bool held);

  void cancel() { cancel_asked_.store(true, std::memory_order_relaxed); }
  bool cancel_asked() const { return cancel_asked_.load(std::memory_order_relaxed); }

  TaskStatus status() const;

private:
  using Clock = std::chrono::steady_clock;
  void begin();
  void finish(TaskState state, std::string error);

  std::string title_;
  std::atomic<bool> cancel_asked_{false};
  std::atomic<double> fraction_{0.0};
  mutable std::mutex mutex_;
  TaskState state_ = TaskState::waiting;
  std::string step_;
  std::string error_;
  std::vector<std::string> warnings_;
  Clock::time_point started_{};
  Clock::time_point ended_{};
  std::optional<Clock::time_point> held_since_;
  Clock::duration held_{}; ///< before that
};

} // namespace striate
