// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "engine/core/errors.h"
#include "engine/session/simulation_service.h"

#include <condition_variable>
#include <mutex>

namespace striate::app {

/// From nothing to the first snapshot that holds spikes: what a user waits for before the raster moves.
void bench_startup(const ParameterSet& parameters) {
  const auto start = Clock::now();
  std::mutex mutex;
  std::condition_variable ready;
  bool news = false;
  SimulationService service([&] {
    const std::lock_guard lock(mutex);
    news = true;
    ready.notify_one();
  });
  const auto task = service.open(parameters, true);
  for (;;) {
    std::unique_lock lock(mutex);
    ready.wait_for(lock, std::chrono::milliseconds(50), [&] { return news; });
    news = false;
    lock.unlock();
    if (task->status().state == TaskState::failed)
      throw Error(task->status().error);
    if (const auto snapshot = service.take(); snapshot && !snapshot->spikes->id.empty())
      break;
  }
  print_row("start to first spikes (engine)", ms_since(start) * 1e-3, "s", 3.0);
}

} // namespace striate::app
