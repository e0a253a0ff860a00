// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace striate {

/// A fixed team of threads for work that is cut into one piece per thread, many thousand times a second.
///
/// run() calls work(0..size-1), each index once, and returns when all are done. Thread i takes piece i, the caller
/// piece 0; whoever is done takes a piece nobody has begun, so a thread that other programs keep from its core holds
/// nobody up. Waiting threads spin for a while and then sleep: a call costs a few microseconds while the simulation
/// runs and nothing while it is paused. The time they spin follows what it brings. With more threads than cores
/// spinning is switched off. Thread rule: one thread at a time calls run(). The work must not throw.
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
  /// How long one thread spins before it sleeps.
  struct Patience {
    std::chrono::nanoseconds spin;
  };
  /// On a cache line of its own: the latest round in which somebody took this piece.
  struct alignas(64) Claim {
    std::atomic<std::uint32_t> round{0};
  };

  void loop(int index);
  void work_on(std::uint32_t round, int first);
  void wait_for(const std::atomic<std::uint32_t>& value, std::uint32_t unwanted, Patience& patience) const;

  int size_;
  bool spins_;
  const std::function<void(int)>* work_ = nullptr;
  // On cache lines of their own: threads that finish would disturb those that watch for the next round.
  alignas(64) std::atomic<std::uint32_t> round_{0};
  alignas(64) std::atomic<std::uint32_t> pending_{0};
  std::atomic<bool> stop_{false};
  std::vector<Claim> claims_;
  Patience callers_patience_;
  std::vector<std::jthread> threads_;
};

} // namespace striate
