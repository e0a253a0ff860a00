// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/spike_probability.h"
#include "engine/lgn/lgn.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>

using namespace striate;

namespace {

std::vector<float> ramp(std::size_t units, float top_Hz) {
  std::vector<float> rates(units);
  for (std::size_t i = 0; i < units; ++i)
    rates[i] = top_Hz * static_cast<float>(i) / static_cast<float>(units - 1);
  return rates;
}

} // namespace

TEST_CASE("the spike probability is 1 - exp(-rate / 1000)") {
  double worst = 0.0;
  for (double rate = 1e-6; rate < 1e5; rate *= 1.003) {
    const auto single = static_cast<float>(rate);
    const double exact = -std::expm1(-static_cast<double>(single) / 1000.0);
    worst = std::max(worst, std::abs(lgn_spike_probability(single) - exact) / exact);
  }
  CHECK(worst < 4e-7);
  CHECK(lgn_spike_probability(0.0f) == 0.0f);
  CHECK(lgn_spike_probability(-3.0f) == 0.0f);
}

TEST_CASE("a unit fires when its random number is below the probability") {
  CHECK_FALSE(lgn_may_fire(0u, 0.0f));
  CHECK_FALSE(lgn_may_fire(0u, -3.0f));
  CHECK_FALSE(lgn_may_fire(0u, std::nanf("")));
  CHECK_FALSE(lgn_may_fire(655u, 9.9f));
  CHECK(lgn_may_fire(655u, 10.1f));
  // 10 Hz: p * 65536 = 652.1
  CHECK(lgn_fires(651u, 10.0f, 1, 0, 0, 0));
  CHECK_FALSE(lgn_fires(653u, 10.0f, 1, 0, 0, 0));
  int fired = 0;
  for (std::uint32_t unit = 0; unit < 20000; ++unit)
    fired += lgn_fires(652u, 10.0f, 1, 0, 0, unit);
  const double share = -std::expm1(-0.01) * 65536.0 - 652.0;
  CHECK(std::abs(fired - 20000 * share) < 5.0 * std::sqrt(20000 * share));
}

TEST_CASE("spikes are those of the counter-based definition, unit by unit") {
  SpikeIds spikes;
  for (const std::size_t units : {1u, 5u, 127u, 128u, 1003u, 17400u}) {
    std::vector<float> rates = units == 1 ? std::vector<float>{300.0f} : ramp(units, 400.0f);
    for (const std::int64_t step : {std::int64_t{0}, std::int64_t{17}, std::int64_t{1} << 33}) {
      sample_lgn_spikes(rates, 0x1234567890ull, 7, step, spikes);
      SpikeIds expected;
      for (std::uint32_t unit = 0; unit < units; ++unit) {
        const LgnUnitBits place(unit);
        const auto frame = static_cast<std::uint32_t>(step);
        const Philox4 words = philox(0x1234567890ull, Stream::lgn_spikes, frame, place.block, 7);
        const std::uint32_t word[4] = {words.x0, words.x1, words.x2, words.x3};
        const std::uint32_t bits = word[place.word] >> place.shift & 0xFFFFu;
        if (lgn_may_fire(bits, rates[unit]) && lgn_fires(bits, rates[unit], 0x1234567890ull, 7, frame, unit))
          expected.push_back(unit);
      }
      CHECK(spikes == expected);
    }
  }
}

TEST_CASE("counts follow the rate, and steps, trials and seeds are independent") {
  const std::size_t units = 400;
  const int steps = 20000;
  const std::vector<float> rates = ramp(units, 40.0f);
  std::vector<double> count(units);
  SpikeIds spikes, other;
  double together = 0.0, total = 0.0;
  for (int step = 0; step < steps; ++step) {
    sample_lgn_spikes(rates, 3000, 0, step, spikes);
    for (const std::uint32_t unit : spikes)
      count[unit] += 1.0;
    sample_lgn_spikes(rates, 3000, 1, step, other);
    SpikeIds both;
    std::ranges::set_intersection(spikes, other, std::back_inserter(both));
    together += static_cast<double>(both.size());
    total += static_cast<double>(spikes.size());
  }
  double chi_square = 0.0, expected_together = 0.0;
  for (std::size_t unit = 1; unit < units; ++unit) {
    const double p = -std::expm1(-rates[unit] / 1000.0);
    chi_square += std::pow(count[unit] - steps * p, 2) / (steps * p * (1.0 - p));
    expected_together += steps * p * p;
  }
  CHECK(count[0] == 0.0);
  const double freedom = static_cast<double>(units - 1);
  CHECK(std::abs(chi_square - freedom) < 5.0 * std::sqrt(2.0 * freedom));
  CHECK(std::abs(together - expected_together) < 5.0 * std::sqrt(expected_together));
  CHECK(total > 0.0);
  sample_lgn_spikes(rates, 3000, 0, 5, spikes);
  sample_lgn_spikes(rates, 3001, 0, 5, other);
  CHECK(spikes != other);
}

TEST_CASE("the spikes do not depend on the threads that draw them") {
  for (const std::size_t units : {1u, 127u, 128u, 700u, 17'400u}) {
    std::vector<float> rates(units);
    for (std::size_t i = 0; i < units; ++i)
      rates[i] = static_cast<float>(i % 90);
    LgnSampler sampler;
    for (const int count : {1, 2, 3, 8}) {
      ThreadPool threads(count);
      for (int step = 0; step < 20; ++step) {
        SpikeIds expected, found{1, 2, 3};
        sample_lgn_spikes(rates, 3000, 2, step, expected);
        sampler.sample(rates, 3000, 2, step, found, &threads);
        REQUIRE(found == expected);
      }
    }
  }
}
