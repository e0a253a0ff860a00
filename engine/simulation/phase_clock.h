// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace striate {

/// The phases of a step on the CPU, in their order.
enum class Phase : std::size_t { queue, recurrent, lgn, background, update };

struct PhaseTimes {
  static constexpr std::size_t phases = 5;
  std::array<double, phases> seconds{};       ///< of thread time
  std::array<std::uint64_t, phases> events{}; ///< synaptic events of the delivery phases

  void add(const PhaseTimes& other) {
    for (std::size_t p = 0; p < phases; ++p) {
      seconds[p] += other.seconds[p];
      events[p] += other.events[p];
    }
  }
};

/// Books the time since the last call on the phase that ends; does nothing when off.
class PhaseClock {
public:
  explicit PhaseClock(PhaseTimes* times) : times_(times) {
    if (times_ != nullptr)
      last_ = Clock::now();
  }
  void end(Phase phase, std::uint64_t events_until_now) {
    if (times_ == nullptr)
      return;
    const auto now = Clock::now();
    times_->seconds[static_cast<std::size_t>(phase)] += std::chrono::duration<double>(now - last_).count();
    times_->events[static_cast<std::size_t>(phase)] += events_until_now - events_;
    last_ = now;
    events_ = events_until_now;
  }
  /// Events before this are not counted.
  void begin_events(std::uint64_t events) { events_ = events; }

private:
  using Clock = std::chrono::steady_clock;
  PhaseTimes* times_;
  Clock::time_point last_;
  std::uint64_t events_ = 0;
};

} // namespace striate
