// SPDX-License-Identifier: Apache-2.0
#include "engine/core/task.h"

namespace striate {

void Task::advance(double fraction) {
  fraction_.store(fraction, std::memory_order_relaxed);
  check();
}

void Task::set_step(std::string step) {
  const std::lock_guard lock(mutex_);
  step_ = std::move(step);
}

void Task::warn(std::string sentence) {
  const std::lock_guard lock(mutex_);
  warnings_.push_back(std::move(sentence));
}

void Task::hold(bool held) {
  const std::lock_guard lock(mutex_);
  if (held == held_since_.has_value())
    return;
  if (held) {
    held_since_ = Clock::now();
  } else {
    held_ += Clock::now() - *held_since_;
    held_since_.reset();
  }
}

void Task::begin() {
  const std::lock_guard lock(mutex_);
  state_ = TaskState::running;
  started_ = Clock::now();
}

void Task::finish(TaskState state, std::string error) {
  const std::lock_guard lock(mutex_);
  state_ = state;
  error_ = std::move(error);
  ended_ = held_since_.value_or(Clock::now());
  if (state == TaskState::done)
    fraction_.store(1.0, std::memory_order_relaxed);
}

TaskStatus Task::status() const {
  const std::lock_guard lock(mutex_);
  TaskStatus status;
  status.state = state_;
  status.fraction = fraction_.load(std::memory_order_relaxed);
  status.step = step_;
  status.error = error_;
  status.warnings = warnings_;
  if (state_ == TaskState::waiting)
    return status;
  const auto until = state_ != TaskState::running ? ended_ : held_since_.value_or(Clock::now());
  status.elapsed_s = std::chrono::duration<double>(until - started_ - held_).count();
  if (state_ == TaskState::running && status.fraction > 0.02)
    status.eta_s = status.elapsed_s * (1.0 - status.fraction) / status.fraction;
  return status;
}

} // namespace striate
