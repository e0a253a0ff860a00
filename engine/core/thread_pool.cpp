// SPDX-License-Identifier: Apache-2.0
#include "engine/core/thread_pool.h"

#include <algorithm>
#include <chrono>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace striate {

namespace {

// To wake a sleeping thread takes 50 to 200 us, as long as a step of a large network. What the caller does between two
// steps (LGN spikes, recording) should fit in the longest time. A thread that is waited for in vain has most likely
// been put off its core by another program; then to spin is to take time from it, and the shortest time is enough.
constexpr std::chrono::nanoseconds longest_spin{150'000};
constexpr std::chrono::nanoseconds shortest_spin{10'000};
constexpr int spins_per_look_at_the_clock = 32;

void relax() {
#if defined(__x86_64__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

} // namespace

ThreadPool::ThreadPool(int threads) : callers_patience_{longest_spin} {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  size_ = threads > 0 ? threads : cores;
  spins_ = size_ <= cores;
  claims_ = std::vector<Claim>(static_cast<std::size_t>(size_));
  for (int index = 1; index < size_; ++index)
    threads_.emplace_back([this, index] { loop(index); });
}

ThreadPool::~ThreadPool() {
  stop_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
}

void ThreadPool::wait_for(const std::atomic<std::uint32_t>& value, std::uint32_t unwanted, Patience& patience) const {
  if (spins_) {
    const auto give_up = std::chrono::steady_clock::now() + patience.spin;
    do {
      for (int spin = 0; spin < spins_per_look_at_the_clock; ++spin) {
        if (value.load(std::memory_order_acquire) != unwanted) {
          patience.spin = std::min(longest_spin, 2 * patience.spin);
          return;
        }
        relax();
      }
    } while (std::chrono::steady_clock::now() < give_up);
    patience.spin = std::max(shortest_spin, patience.spin / 2);
  }
  value.wait(unwanted, std::memory_order_acquire);
}

void ThreadPool::run(const std::function<void(int)>& work) {
  if (size_ == 1) {
    work(0);
    return;
  }
  work_ = &work;
  pending_.store(static_cast<std::uint32_t>(size_), std::memory_order_relaxed);
  const std::uint32_t round = round_.fetch_add(1, std::memory_order_release) + 1;
  round_.notify_all();
  work_on(round, 0);
  for (std::uint32_t left = pending_.load(std::memory_order_acquire); left != 0;
       left = pending_.load(std::memory_order_acquire))
    wait_for(pending_, left, callers_patience_);
}

// A thread that comes late finds its round's pieces taken and touches nothing of the round that runs by then.
void ThreadPool::work_on(std::uint32_t round, int first) {
  for (int k = 0; k < size_; ++k) {
    const int piece = (first + k) % size_;
    std::uint32_t before = round - 1;
    if (!claims_[static_cast<std::size_t>(piece)].round.compare_exchange_strong(before, round,
                                                                                std::memory_order_acq_rel))
      continue;
    (*work_)(piece);
    if (pending_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      pending_.notify_all();
  }
}

void ThreadPool::loop(int index) {
  Patience patience{longest_spin};
  std::uint32_t seen = 0;
  for (;;) {
    wait_for(round_, seen, patience);
    seen = round_.load(std::memory_order_acquire);
    if (stop_.load())
      return;
    work_on(seen, index);
  }
}

void ThreadPool::for_blocks(std::size_t count, std::size_t grain,
                            const std::function<void(std::size_t, std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  run([&](int) {
    for (std::size_t begin = next.fetch_add(grain); begin < count; begin = next.fetch_add(grain))
      work(begin, std::min(count, begin + grain));
  });
}

} // namespace striate
