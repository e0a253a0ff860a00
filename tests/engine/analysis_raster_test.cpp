// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/live/raster_image.h"
#include "engine/core/errors.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <random>
#include <set>

using namespace striate;
using namespace striate::test;

namespace {

std::vector<std::uint32_t> picture(const RasterImage& image) {
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(image.view().width * image.view().height));
  image.copy_to(pixels.data());
  return pixels;
}

std::uint32_t alpha(std::uint32_t pixel) {
  return pixel >> 24;
}
std::uint32_t red(std::uint32_t pixel) {
  return (pixel >> 16) & 255;
}
std::uint32_t green(std::uint32_t pixel) {
  return (pixel >> 8) & 255;
}

Network excitatory(std::uint32_t count) {
  std::vector<Cell> cells;
  for (std::uint32_t i = 0; i < count; ++i)
    cells.push_back({"e4Rorb", 0, 0, static_cast<float>(i) * 0.001f});
  return network_of(cells);
}

std::vector<std::vector<std::uint32_t>> random_steps(int steps, std::uint32_t neurons, double rate_Hz, unsigned seed) {
  std::mt19937 random(seed);
  std::binomial_distribution<std::uint32_t> count(neurons, rate_Hz / 1000.0);
  std::uniform_int_distribution<std::uint32_t> id(0, neurons - 1);
  std::vector<std::vector<std::uint32_t>> result(static_cast<std::size_t>(steps));
  for (auto& ids : result) {
    ids.resize(count(random));
    std::generate(ids.begin(), ids.end(), [&] { return id(random); });
    std::sort(ids.begin(), ids.end());
  }
  return result;
}

} // namespace

TEST_CASE("a spike lands in the column of its step and the row of its rank") {
  const Network network = excitatory(10);
  const LaminarOrder order = laminar_order(network);
  SpikeHistory history;
  std::vector<std::vector<std::uint32_t>> steps(20);
  steps[4] = {0};
  steps[19] = {9};
  history.append(block_of(0, steps));
  RasterImage image;
  image.set_view(order, {.width = 10, .height = 10, .ms_per_column = 2.0, .first_rank = 0, .last_rank = 10});
  image.update(history, 20.0);
  const auto pixels = picture(image);
  CHECK(alpha(pixels[0 * 10 + 2]) > 90);
  CHECK(alpha(pixels[9 * 10 + 9]) > 90);
  CHECK(alpha(pixels[5 * 10 + 5]) == 0);
  CHECK(image.right_edge_ms() == doctest::Approx(20.0));
}

TEST_CASE("new columns only, jumps and scroll-back give the same picture as drawing everything") {
  const std::uint32_t neurons = 300;
  const Network network = excitatory(neurons);
  const LaminarOrder order = laminar_order(network);
  for (const auto& [ms_per_column, scale] :
       {std::pair{0.3, 1.0}, {1.0, 1.0}, {2.14, 1.0}, {3.7, 1.0}, {0.3, 2.0}, {0.7, 2.0}, {1.07, 2.0}, {2.14, 3.0}}) {
    CAPTURE(ms_per_column);
    CAPTURE(scale);
    const RasterImage::View view{
        .width = 97, .height = 50, .ms_per_column = ms_per_column, .scale = scale, .first_rank = 20, .last_rank = 280};
    const auto steps = random_steps(900, neurons, 20.0, 3);
    SpikeHistory history;
    RasterImage live;
    live.set_view(order, view);
    const auto same_as_fresh = [&](double end_ms) {
      RasterImage fresh;
      fresh.set_view(order, view);
      fresh.update(history, end_ms);
      return picture(live) == picture(fresh);
    };
    for (std::int64_t ms = 0; ms < 900; ms += 13) {
      const auto last = std::min<std::int64_t>(900, ms + 13);
      history.append(block_of(ms, {steps.begin() + ms, steps.begin() + last}));
      live.update(history, static_cast<double>(history.end_ms()));
      CHECK(same_as_fresh(static_cast<double>(history.end_ms())));
    }
    for (const double end_ms : {700.0, 640.5, 200.0, 215.0, 20.0, 2000.0, 900.0}) {
      live.update(history, end_ms);
      CHECK(same_as_fresh(end_ms));
    }
    history.append(block_of(0, {{30}, {31}}));
    live.update(history, 2.0);
    CHECK(same_as_fresh(2.0));
  }
}

TEST_CASE("more spikes in a pixel are brighter, other classes add their colour") {
  const Network network = network_of({{"e4Rorb", 0, 0, 0}, {"e4Rorb", 0, 0, 1}, {"i4Pvalb", 0, 0, 0}});
  const LaminarOrder order = laminar_order(network);
  SpikeHistory history;
  history.append(block_of(0, {{0}, {0, 1}, {2}, {0, 2}}));
  for (const Theme theme : {Theme::dark, Theme::light, Theme::print}) {
    RasterImage image;
    image.set_view(order, {.width = 4, .height = 1, .last_rank = 3, .theme = theme});
    image.update(history, 4.0);
    const auto p = picture(image);
    CHECK(alpha(p[1]) > alpha(p[0]));
    CHECK(alpha(p[0]) >= 90);
    CHECK(alpha(p[3]) > alpha(p[2]));
    for (const std::uint32_t pixel : p)
      for (int shift : {0, 8, 16})
        CHECK(((pixel >> shift) & 255) <= alpha(pixel)); // premultiplied
    if (theme == Theme::dark) {
      CHECK(red(p[3]) > red(p[2]));
      CHECK(green(p[3]) > green(p[0]));
    } else { // over white paper, each class only takes light away
      CHECK(red(p[3]) + 255 - alpha(p[3]) <= red(p[2]) + 255 - alpha(p[2]));
      CHECK(green(p[3]) + 255 - alpha(p[3]) <= green(p[0]) + 255 - alpha(p[0]));
    }
  }
}

TEST_CASE("single spikes stay visible: taller dots in sparse pictures, on dark and light") {
  const Network network = excitatory(4239);
  const LaminarOrder order = laminar_order(network);
  SpikeHistory history;
  std::vector<std::vector<std::uint32_t>> steps(2000);
  steps[1000] = {2000};
  history.append(block_of(0, steps));
  for (const Theme theme : {Theme::dark, Theme::light}) {
    RasterImage image;
    image.set_view(order, {.width = 1000, .height = 900, .ms_per_column = 2.0, .last_rank = 4239, .theme = theme});
    image.update(history, 2000.0);
    const auto pixels = picture(image);
    std::vector<std::uint32_t> drawn;
    std::copy_if(pixels.begin(), pixels.end(), std::back_inserter(drawn), [](auto p) { return p != 0; });
    REQUIRE(drawn.size() == 2);
    CHECK(alpha(drawn.front()) > 150);
  }
  RasterImage zoomed;
  zoomed.set_view(order, {.width = 1000, .height = 900, .ms_per_column = 2.0, .first_rank = 1990, .last_rank = 2010});
  zoomed.update(history, 2000.0);
  const auto pixels = picture(zoomed);
  CHECK(std::count_if(pixels.begin(), pixels.end(), [](auto p) { return p != 0; }) == 3);
}

TEST_CASE("on a screen of finer pixels a dot keeps its size and place") {
  const Network network = excitatory(10);
  const LaminarOrder order = laminar_order(network);
  SpikeHistory history;
  std::vector<std::vector<std::uint32_t>> steps(400);
  steps[101] = {4};
  history.append(block_of(0, steps));
  // The same 100 x 50 pixels of the layout, at scale 1, 1.5, 2 and 3.
  for (const double scale : {1.0, 1.5, 2.0, 3.0}) {
    CAPTURE(scale);
    const int width = static_cast<int>(100 * scale), height = static_cast<int>(50 * scale);
    RasterImage image;
    image.set_view(order, {.width = width,
                           .height = height,
                           .ms_per_column = 400.0 / width,
                           .scale = scale,
                           .first_rank = 0,
                           .last_rank = 10});
    image.update(history, 400.0);
    const auto pixels = picture(image);
    std::set<int> columns, rows;
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x)
        if (alpha(pixels[static_cast<std::size_t>(y * width + x)]) > 0) {
          columns.insert(x);
          rows.insert(y);
        }
    CHECK(static_cast<int>(columns.size()) == static_cast<int>(std::lround(scale)));
    CHECK(static_cast<int>(rows.size()) == static_cast<int>(std::lround(3 * scale)));
    CHECK(std::abs(*columns.begin() - 101.0 * width / 400.0) <= 1.0); // columns begin with whole steps
    CHECK(std::abs(0.5 * (*rows.begin() + *rows.rbegin() + 1) - 0.45 * height) <= scale);
  }
  RasterImage image;
  CHECK_THROWS_AS(image.set_view(order, {.scale = 0.0}), Error);
}

TEST_CASE("columns with one step more do not look denser") {
  const std::uint32_t neurons = 2000;
  const Network network = excitatory(neurons);
  const LaminarOrder order = laminar_order(network);
  SpikeHistory history;
  history.append(block_of(0, random_steps(10'000, neurons, 20.0, 5)));
  RasterImage image;
  image.set_view(order, {.width = 4000, .height = 100, .ms_per_column = 2.5, .last_rank = neurons});
  image.update(history, 10'000.0);
  const auto pixels = picture(image);
  double sum[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < pixels.size(); ++i)
    sum[i % 2] += alpha(pixels[i]); // columns of 2 and of 3 steps alternate
  CHECK(sum[0] / sum[1] == doctest::Approx(1.0).epsilon(0.1));
}

TEST_CASE("an impossible view is refused, an image without a view stays silent") {
  RasterImage image;
  const LaminarOrder order;
  CHECK_THROWS_AS(image.set_view(order, {.width = 0}), Error);
  CHECK_THROWS_AS(image.set_view(order, {.ms_per_column = 0.0}), Error);
  SpikeHistory history;
  image.update(history, 10.0);
  image.set_view(order, {.width = 3, .height = 3, .last_rank = 0});
  image.update(history, 10.0);
  CHECK(picture(image) == std::vector<std::uint32_t>(9, 0));
}
