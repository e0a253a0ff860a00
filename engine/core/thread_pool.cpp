#include "engine/core/thread_pool.h"

#include <algorithm>
#include <chrono>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace striate {

namespace {

// To wake a sleeping thread takes 50 to 200 us, as long as a step of a large network. What the caller does between two
// steps (LGN spikes, recording) should fit in this.
constexpr std::chrono::microseconds spin_time{150};
constexpr int spins_per_look_at_the_clock = 32;

void relax() {
#if defined(__x86_64__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

} // namespace

ThreadPool::ThreadPool(int threads) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  size_ = threads > 0 ? threads : cores;
  spins_ = size_ <= cores;
  for (int index = 1; index < size_; ++index)
    threads_.emplace_back([this, index] { loop(index); });
}

ThreadPool::~ThreadPool() {
  stop_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
}

void ThreadPool::wait_for(const std::atomic<std::uint32_t>& value, std::uint32_t unwanted) const {
  if (spins_) {
    const auto give_up = std::chrono::steady_clock::now() + spin_time;
    do {
      for (int spin = 0; spin < spins_per_look_at_the_clock; ++spin) {
        if (value.load(std::memory_order_acquire) != unwanted)
          return;
        relax();
      }
      std::this_thread::yield(); // to the thread waited for, should both have ended up on one core
    } while (std::chrono::steady_clock::now() < give_up);
  }
  value.wait(unwanted, std::memory_order_acquire);
}

void ThreadPool::run(const std::function<void(int)>& work) {
  if (size_ == 1) {
    work(0);
    return;
  }
  work_ = &work;
  pending_.store(static_cast<std::uint32_t>(size_ - 1), std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  work(0);
  for (std::uint32_t left = pending_.load(std::memory_order_acquire); left != 0;
       left = pending_.load(std::memory_order_acquire))
    wait_for(pending_, left);
}

void ThreadPool::loop(int index) {
  std::uint32_t seen = 0;
  for (;;) {
    wait_for(round_, seen);
    seen = round_.load(std::memory_order_acquire);
    if (stop_.load())
      return;
    (*work_)(index);
    if (pending_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      pending_.notify_all();
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
