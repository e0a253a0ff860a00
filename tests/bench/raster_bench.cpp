// SPDX-License-Identifier: Apache-2.0
// What does one frame of the live raster cost while the core network fires? New columns of 16 ms are drawn into the
// ring image and the picture is copied out, at 1400 x 900 pixels and 250 spikes a millisecond.
#include "engine/analysis/live/raster_image.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <random>
#include <vector>

namespace {

using namespace striate;

constexpr std::uint32_t neurons = 66652;

LaminarOrder plain_order() {
  LaminarOrder order;
  for (std::uint32_t i = 0; i < neurons; ++i) {
    order.neuron.push_back(i);
    order.rank.push_back(static_cast<std::int32_t>(i));
    order.cell_class.push_back(static_cast<std::uint8_t>(i % 5));
  }
  return order;
}

std::shared_ptr<const SpikeBlock> random_block(std::int64_t first_ms, std::mt19937& random) {
  auto block = std::make_shared<SpikeBlock>();
  block->first_ms = first_ms;
  block->offset.push_back(0);
  std::uniform_int_distribution<std::uint32_t> id(0, neurons - 1);
  for (int step = 0; step < 16; ++step) {
    for (int spike = 0; spike < 250; ++spike)
      block->id.push_back(id(random));
    block->offset.push_back(static_cast<std::uint32_t>(block->id.size()));
  }
  return block;
}

void frame(benchmark::State& state) {
  const LaminarOrder order = plain_order();
  SpikeHistory history;
  RasterImage image;
  image.set_view(order, {1400, 900, 3000.0 / 1400.0, 1.0, 0, neurons, Theme::dark});
  std::vector<std::uint32_t> pixels(1400u * 900u);
  std::mt19937 random(1);
  std::int64_t now = 0;
  for (auto _ : state) {
    state.PauseTiming();
    history.append(random_block(now, random));
    now += 16;
    state.ResumeTiming();
    image.update(history, static_cast<double>(now));
    image.copy_to(pixels.data());
    benchmark::ClobberMemory();
  }
}

} // namespace

BENCHMARK(frame)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
