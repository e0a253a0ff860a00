// SPDX-License-Identifier: Apache-2.0
#include "engine/core/random.h"
#include "engine/network/generator/lgn_keys.h"
#include "engine/network/generator/smallest_keys.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>

using namespace striate;

TEST_CASE("blocks of random words are those of Philox") {
  constexpr std::uint32_t draws = 37;
  std::vector<std::uint32_t> words(4 * draws);
  random_words(0x123456789abcdef0, 77, 3, draws, words.data());
  for (std::uint32_t i = 0; i < draws; ++i) {
    const Philox4 bits = philox(0x123456789abcdef0, Stream::lgn_selection, 77, 3, i);
    CHECK(words[i] == bits.x0);
    CHECK(words[i + draws] == bits.x1);
    CHECK(words[i + 2 * draws] == bits.x2);
    CHECK(words[i + 3 * draws] == bits.x3);
  }
}

TEST_CASE("keys are accurate, for the smallest and the largest uniform numbers too") {
  std::vector<std::uint32_t> words = {0u,          1u,          2u,          3u,          1000u,
                                      0x4AFB0CCCu, 0x4AFB0CCEu, 0x80000000u, 0xfffffff0u, 0xffffffffu};
  for (std::uint32_t i = 0; i < 500; ++i)
    words.push_back(philox(1, i, 0, 0, 0).x0);
  const std::vector<float> x(words.size(), 33.0f), y(words.size(), 21.0f);
  std::vector<float> keys(words.size()), distances(words.size());
  const LgnFrame frame{30.0f, 25.0f, 0.6f, 0.8f, -2.5f, -1.25f};
  selection_keys(frame, x.data(), y.data(), words.size(), words.data(), keys.data(), distances.data());
  const double along = 3.0 * 0.6 - 4.0 * 0.8 - 2.5;
  const double across = -4.0 * 0.6 - 3.0 * 0.8;
  const double d2 = along * along * 1.5 + across * across / 1.5;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double u = ((words[i] >> 1) + 0.5) * 0x1p-31;
    CHECK(distances[i] == doctest::Approx(d2).epsilon(1e-5));
    CHECK(std::abs(keys[i] - (std::log(-std::log1p(-u)) + d2 / 50.0 + 1.25)) < 1e-5);
  }
}

TEST_CASE("units beyond 40 degrees are excluded") {
  const std::vector<float> x = {40.0f, 40.01f, 24.0f, 24.1f}, y = {0.0f, 0.0f, 32.0f, 32.0f};
  const std::vector<std::uint32_t> words(4, 12345u);
  std::vector<float> keys(4), distances(4);
  selection_keys({}, x.data(), y.data(), 4, words.data(), keys.data(), distances.data());
  CHECK(keys[0] < excluded_key);
  CHECK(keys[1] == excluded_key);
  CHECK(keys[2] < excluded_key);
  CHECK(keys[3] == excluded_key);
}

TEST_CASE("the smallest key falls on a candidate in proportion to its weight") {
  const std::array<float, 4> distance_sq = {0.0f, 25.0f, 50.0f, 100.0f}; // weights exp(-k d^2 / 50), k = 2
  std::array<double, 4> weight{};
  for (std::size_t i = 0; i < 4; ++i)
    weight[i] = std::exp(-2.0 * distance_sq[i] / 50.0);
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
  std::array<int, 4> won{};
  constexpr int trials = 200000;
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    std::array<std::uint32_t, 4> words{};
    std::array<float, 4> keys{};
    random_words(5, trial, 9, 1, words.data());
    nearness_keys(2.0f, distance_sq.data(), 4, words.data(), keys.data());
    ++won[static_cast<std::size_t>(std::ranges::min_element(keys) - keys.begin())];
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const double p = weight[i] / total;
    CHECK(std::abs(won[i] - trials * p) < 4.0 * std::sqrt(trials * p * (1.0 - p)));
  }
}

TEST_CASE("the n smallest keys equal those of a full sort") {
  SmallestKeys smallest;
  for (const std::size_t size : {0u, 1u, 5u, 127u, 128u, 700u, 6000u})
    for (const std::size_t wanted : {0u, 1u, 3u, 60u, 650u, 5000u, 9000u}) {
      std::vector<float> keys(size);
      for (std::uint32_t i = 0; i < size; ++i) {
        const Philox4 bits = philox(3, i, 0, 0, 0);
        // Coarse values make ties; every third candidate is excluded.
        keys[i] = bits.x1 % 3 == 0 ? excluded_key : static_cast<float>(bits.x0 >> 22);
      }
      std::vector<std::uint32_t> order;
      for (std::uint32_t i = 0; i < size; ++i)
        if (keys[i] < excluded_key)
          order.push_back(i);
      std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return keys[i]; });
      order.resize(std::min(order.size(), wanted));
      std::ranges::sort(order);
      const auto found = smallest.find(keys, wanted);
      CHECK(std::vector<std::uint32_t>(found.begin(), found.end()) == order);
    }
}

TEST_CASE("a misleading sample does not change the smallest keys") {
  // Every eighth key is tiny, so the sample promises far more small keys than there are.
  std::vector<float> keys(1000, 5.0f);
  for (std::size_t i = 0; i < keys.size(); i += 8)
    keys[i] = 1.0f;
  SmallestKeys smallest;
  CHECK(smallest.find(keys, 400).size() == 400);
}
