#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace striate {

/// A fixed team of threads for work that is cut into one piece per thread, many thousand times a second.
///
/// run() calls work(0..size-1), piece 0 on the caller, and returns when all are done. Waiting threads spin for a short
/// while and then sleep, so a call costs a few microseconds while the simulation runs and nothing while it is paused.
/// With more threads than cores spinning is switched off. Thread rule: one thread at a time calls run().
/// The work must not throw.
class ThreadPool {
public:
  /// threads = 0: as many as the machine has cores.
  explicit ThreadPool(int threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const { return size_; }
  void run(const std::function<void(int)>& work);

  /// Calls work(begin, end) on blocks of at most `grain` items of [0, count), handed out dynamically. For work whose
  /// result does not depend on which thread did it.
  void for_blocks(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& work);

private:
  void loop(int index);
  void wait_for(const std::atomic<std::uint32_t>& value, std::uint32_t unwanted) const;

  int size_;
  bool spins_;
  const std::function<void(int)>* work_ = nullptr;
  // On cache lines of their own: threads that finish would disturb those that watch for the next round.
  alignas(64) std::atomic<std::uint32_t> round_{0};
  alignas(64) std::atomic<std::uint32_t> pending_{0};
  std::atomic<bool> stop_{false};
  std::vector<std::jthread> threads_;
};

} // namespace striate
