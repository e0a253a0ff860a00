// SPDX-License-Identifier: Apache-2.0
// The small tools everything stands on: random numbers, quantiles, tasks, the thread team.
#include "engine/core/distinct_values.h"
#include "engine/core/errors.h"
#include "engine/core/normal.h"
#include "engine/core/random.h"
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <doctest/doctest.h>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace striate;

namespace {

using Words = std::array<std::uint32_t, 4>;

Words words(const Philox4& block) {
  return {block.x0, block.x1, block.x2, block.x3};
}

} // namespace

TEST_CASE("Philox4x32-10 gives the published known answers") {
  constexpr std::uint32_t ones = 0xffffffffu;
  CHECK(words(philox(0, 0, 0, 0, 0)) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(words(philox(~std::uint64_t{0}, ones, ones, ones, ones)) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  // digits of pi: counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0
  CHECK(words(philox(0x299f31d0a4093822u, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Streams and entities are placed in the counter as documented") {
  CHECK(words(philox(5, Stream::lgn_spikes, 7, 9, 2)) == words(philox(5, 2, 9, 7, 16)));
  CHECK(words(philox(5, Stream::lgn_spikes, 7, 9, 2)) != words(philox(5, Stream::background_spikes, 7, 9, 2)));
}

TEST_CASE("Uniform numbers stay inside their interval at both ends") {
  CHECK(uniform_float(0) == 0.0f);
  CHECK(uniform_float(0xffffffffu) == 1.0f - 0x1p-24f);
  CHECK(uniform_double(0, 0) == 0.0);
  CHECK(uniform_double(0xffffffffu, 0xffffffffu) == 1.0 - 0x1p-53);
  RandomSequence sequence(1, Stream::neuron, 3);
  double sum = 0.0, squares = 0.0;
  for (int k = 0; k < 100'000; ++k) {
    const double u = k % 2 ? sequence.uniform() : sequence.uniform_positive();
    sum += u;
    squares += u * u;
  }
  CHECK(sum / 1e5 == doctest::Approx(0.5).epsilon(0.01));
  CHECK(squares / 1e5 == doctest::Approx(1.0 / 3.0).epsilon(0.01));
}

TEST_CASE("Normal quantile: known values, symmetry, inverse of the distribution function") {
  CHECK(normal_quantile(0.5) == doctest::Approx(0.0).epsilon(1e-15));
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-14));
  CHECK(normal_quantile(0.9) == doctest::Approx(1.2815515655446004).epsilon(1e-14));
  CHECK(normal_quantile(1e-10) == doctest::Approx(-6.361340902404056).epsilon(1e-13));
  for (const double p : {1e-300, 1e-20, 1e-5, 0.02, 0.024, 0.025, 0.1, 0.3, 0.49}) {
    CHECK(normal_cdf(normal_quantile(p)) == doctest::Approx(p).epsilon(1e-12));
    if (p > 1e-6)
      CHECK(normal_quantile(1.0 - p) == doctest::Approx(-normal_quantile(p)).epsilon(1e-9));
  }
}

TEST_CASE("Task: waiting, running, done; elapsed time and time left") {
  Task task("Build");
  CHECK(task.title() == "Build");
  CHECK(task.status().state == TaskState::waiting);
  CHECK(task.status().elapsed_s == 0.0);
  const bool done = task.run([](Task& t) {
    CHECK(t.status().state == TaskState::running);
    CHECK_FALSE(t.status().eta_s.has_value());
    t.set_step("edges");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    t.advance(0.01);
    CHECK_FALSE(t.status().eta_s.has_value());
    t.advance(0.25);
    const TaskStatus status = t.status();
    CHECK(status.step == "edges");
    CHECK(status.fraction == 0.25);
    REQUIRE(status.eta_s.has_value());
    CHECK(*status.eta_s == doctest::Approx(3.0 * status.elapsed_s));
  });
  CHECK(done);
  const TaskStatus status = task.status();
  CHECK(status.state == TaskState::done);
  CHECK(status.fraction == 1.0);
  CHECK(status.elapsed_s >= 0.02);
  CHECK_FALSE(status.eta_s.has_value());
  CHECK(task.status().elapsed_s == status.elapsed_s); // stands still afterwards
}

TEST_CASE("Task: the clock stands still while it is held") {
  using namespace std::chrono_literals;
  Task task("Train");
  task.run([](Task& t) {
    std::this_thread::sleep_for(20ms);
    t.advance(0.5);
    t.hold(true);
    const double held = t.status().elapsed_s;
    std::this_thread::sleep_for(60ms);
    CHECK(t.status().elapsed_s == held);
    CHECK(*t.status().eta_s == doctest::Approx(held)); // as much as was done, whatever the pause took
    t.hold(true);                                      // again: nothing
    t.hold(false);
    CHECK(t.status().elapsed_s < held + 0.05);
    t.hold(true); // and it ends held
    std::this_thread::sleep_for(60ms);
  });
  CHECK(task.status().elapsed_s < 0.11);
}

TEST_CASE("Task: failed keeps the sentence, cancelled unwinds from advance and check") {
  Task failing("Load");
  CHECK_FALSE(failing.run([](Task&) { throw Error("The file is damaged."); }));
  CHECK(failing.status().state == TaskState::failed);
  CHECK(failing.status().error == "The file is damaged.");

  Task cancelled("Run");
  bool went_on = false;
  CHECK_FALSE(cancelled.run([&](Task& t) {
    std::jthread other([&] { t.cancel(); });
    other.join();
    t.advance(0.5);
    went_on = true;
  }));
  CHECK_FALSE(went_on);
  CHECK(cancelled.status().state == TaskState::cancelled);
  CHECK(cancelled.status().error.empty());
  CHECK_THROWS_AS(cancelled.check(), TaskCancelled);
}

TEST_CASE("Errors carry the exit code") {
  CHECK(Error("x").exit_code() == 1);
  CHECK(Error("x", Error::Kind::usage).exit_code() == 2);
}

TEST_CASE("Thread team: every piece once per round, many rounds, fewer and more threads than cores") {
  for (const int threads : {1, 2, 3, 16}) {
    ThreadPool pool(threads);
    REQUIRE(pool.size() == threads);
    std::vector<int> calls(static_cast<std::size_t>(threads), 0);
    const int rounds = threads > 3 ? 500 : 20'000;
    for (int round = 0; round < rounds; ++round)
      // No atomics: run() itself orders the rounds.
      pool.run([&](int piece) { ++calls[static_cast<std::size_t>(piece)]; });
    CHECK(calls == std::vector<int>(static_cast<std::size_t>(threads), rounds));
  }
  CHECK(ThreadPool().size() >= 1);
}

TEST_CASE("Thread team: wakes after sleep, ends without work") {
  ThreadPool pool(2);
  std::atomic<int> calls{0};
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    pool.run([&](int) { ++calls; });
  }
  CHECK(calls == 10);
  for (int k = 0; k < 50; ++k)
    ThreadPool unused(4);
}

TEST_CASE("Thread team: blocks cover all items once") {
  ThreadPool pool(3);
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{64}, std::size_t{1000}}) {
    std::vector<int> seen(count, 0);
    pool.for_blocks(count, 64, [&](std::size_t begin, std::size_t end) {
      CHECK(end - begin <= 64);
      for (std::size_t i = begin; i < end; ++i)
        ++seen[i];
    });
    CHECK(seen == std::vector<int>(count, 1));
  }
}

TEST_CASE("Values that differ by rounding only are one; directions go round the circle") {
  CHECK(wrapped_direction(-0.0) == 0.0);
  CHECK_FALSE(std::signbit(wrapped_direction(-0.0)));
  CHECK(wrapped_direction(360.0) == 0.0);
  CHECK(wrapped_direction(-45.0) == 315.0);
  CHECK(wrapped_direction(-1e-9) == 0.0);
  CHECK(wrapped_direction(719.9999999) == 0.0);
  CHECK(std::isnan(wrapped_direction(std::nan(""))));
  const auto turns =
      DistinctValues::of_directions({45.0, 405.0000001, -360.0, 359.9999999, 1e-7, -0.0, 90.0, std::nan("")});
  CHECK(turns.values() == std::vector<double>{0.0, 45.0, 90.0});
  CHECK(turns(44.9999999) == 45.0);
  CHECK(turns(-270.0) == 90.0);
  const auto numbers = DistinctValues::of_numbers({0.1 + 0.2, 0.3, 0.8, static_cast<double>(0.8f), 0.80001, -0.0, 0.0});
  CHECK(numbers.values() == std::vector<double>{0.0, 0.3, 0.8, 0.80001});
  CHECK(numbers.index(0.1 + 0.2) == 1);
  CHECK(DistinctValues::of_numbers({}).values().empty());
}
