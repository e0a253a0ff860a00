// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_work.h"

namespace striate {

std::optional<double> RunWork::remaining_s() const {
  if (!task_)
    return {};
  const TaskStatus status = task_->status();
  return status.fraction < 1.0 ? status.eta_s : std::nullopt;
}

void RunWork::set_state(State state) {
  if (state_ == state)
    return;
  state_ = state;
  emit state_changed();
}

std::shared_ptr<Task> RunWork::begin(std::shared_ptr<Task> task, std::function<void(Task&)> work) {
  if (thread_.joinable())
    thread_.join(); // it has ended: nothing starts while another runs
  task_ = std::move(task);
  set_state(State::running);
  thread_ = std::thread([this, running = task_, work = std::move(work)] {
    running->run(work);
    QMetaObject::invokeMethod(this, [this] { finish(); });
  });
  return task_;
}

void RunWork::finish() {
  thread_.join();
  const TaskStatus status = task_->status();
  task_.reset();
  set_state(State::idle);
  emit ended(status);
}

void RunWork::pause() {
  if (state_ != State::running || !can_pause())
    return;
  set_held(true);
  task_->hold(true);
  set_state(State::paused);
}

void RunWork::resume() {
  if (state_ != State::paused)
    return;
  task_->hold(false);
  set_held(false);
  set_state(State::running);
}

void RunWork::cancel() {
  if (!task_)
    return;
  task_->cancel();
  cancel_more();
  set_held(false);
}

void RunWork::stop() {
  cancel();
  if (thread_.joinable())
    thread_.join();
}

} // namespace striate
