// SPDX-License-Identifier: Apache-2.0
#include "app/run_task.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <exception>
#include <thread>

namespace striate::app {

bool run_task(const std::string& what, ProgressLine& progress, const std::function<void(Task&)>& work,
              const std::function<void(Task&)>& watch) {
  Task task(what);
  std::exception_ptr failure; // as it was thrown: usage and work have different exit codes
  std::jthread worker([&] {
    task.run([&](Task& t) {
      try {
        work(t);
      } catch (const Error&) {
        failure = std::current_exception();
        throw;
      }
    });
  });
  for (TaskStatus status = task.status(); status.state == TaskState::waiting || status.state == TaskState::running;
       status = task.status()) {
    progress.show(what, status.fraction);
    if (watch)
      watch(task);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  worker.join();
  if (watch)
    watch(task);
  const TaskStatus end = task.status();
  for (const std::string& warning : end.warnings)
    progress.line(fmt::format("striate: {}", warning));
  if (failure)
    std::rethrow_exception(failure);
  if (end.state == TaskState::failed)
    throw Error(end.error);
  return end.state == TaskState::done;
}

} // namespace striate::app
