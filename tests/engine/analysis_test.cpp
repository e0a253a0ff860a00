// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/palette.h"
#include "engine/analysis/study/laminar_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

TEST_CASE("the laminar order has the rows and layers of the check values") {
  const LaminarOrder order = laminar_order(golden_network(), 400.0);
  const CsvTable expected = analysis_data("expected_laminar_order.csv");
  REQUIRE(order.rows() == expected.rows());
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    CHECK(order.neuron[row] == expected.integer(row, "node_id"));
    CHECK(order.rank[order.neuron[row]] == expected.integer(row, "rank_from_top"));
    CHECK(order.rows() - row == expected.integer(row, "y_plot"));
  }
  CHECK(order.rank[12] == -1); // exactly at the radius: outside
  const CsvTable layers = analysis_data("expected_laminar_layers.csv");
  REQUIRE(order.layers.size() == layers.rows());
  for (std::size_t i = 0; i < layers.rows(); ++i) {
    CHECK(order.layers[i].label == layers.text(i, "layer"));
    CHECK(order.layers[i].first == layers.integer(i, "first_rank"));
    CHECK(order.layers[i].last - order.layers[i].first == layers.integer(i, "n_neurons"));
  }
  CHECK(order.groups.front().cell_class == CellClass::l1);
  CHECK(order.groups.back().last == order.rows());
}

TEST_CASE("in a layer VIP, SST, PV and excitatory follow each other, equal angles by id") {
  const Network network = network_of({{"e5IT", 0, 0, 10},
                                      {"e5ET", 0, 0, 5},
                                      {"i5Pvalb", 0, 0, 350},
                                      {"e5NP", 0, 0, 10},
                                      {"i5Vip", 0, 0, 1},
                                      {"i5Sst", 0, 0, 2}});
  const LaminarOrder order = laminar_order(network);
  CHECK(order.neuron == std::vector<std::uint32_t>{4, 5, 2, 1, 0, 3});
  CHECK(order.groups.size() == 4);
  CHECK(order.layers.size() == 1);
}

TEST_CASE("an empty selection is an empty order") {
  const LaminarOrder order = laminar_order(network_of({{"e5IT", 300, 0, 10}}), 100.0);
  CHECK(order.rows() == 0);
  CHECK(order.layers.empty());
  CHECK(order.rank == std::vector<std::int32_t>{-1});
}

TEST_CASE("population activity matches the check values, in blocks of any length") {
  const Network network = golden_network();
  const auto all = golden_spikes();
  const CsvTable expected = analysis_data("expected_population_activity_dir0_trial0.csv");
  const std::vector<std::string> columns{"Inhibitory L1", "Inhibitory L2/3", "Excitatory L2/3",
                                         "Inhibitory L4", "Excitatory L4",   "Inhibitory L5",
                                         "Excitatory L5", "Inhibitory L6",   "Excitatory L6"};
  for (const std::int64_t length : {1, 7, 16, 4000}) {
    PopulationActivity activity(network, 10.0, 120'000.0, 400.0);
    for (std::int64_t from = 0; from < 4000; from += length) {
      std::vector<std::vector<std::uint32_t>> steps;
      for (std::int64_t ms = from; ms < std::min<std::int64_t>(4000, from + length); ++ms)
        steps.emplace_back(all->at(ms).begin(), all->at(ms).end());
      activity.append(*block_of(from, steps));
    }
    REQUIRE(activity.end_bin() - activity.first_bin() == static_cast<std::int64_t>(expected.rows()));
    for (std::size_t row = 0; row < expected.rows(); ++row)
      for (int c = 0; c < PopulationActivity::class_count; ++c)
        CHECK(activity.rate_Hz(c, static_cast<std::int64_t>(row)) ==
              doctest::Approx(expected.number(row, columns[static_cast<std::size_t>(c)])).epsilon(1e-6));
  }
}

TEST_CASE("population activity leaves out incomplete bins, forgets the far past and starts anew after a reset") {
  const Network network = network_of({{"e4Rorb", 0, 0, 0}});
  PopulationActivity activity(network, 10.0, 50.0);
  CHECK(std::isnan(activity.rate_Hz(4, 0)));
  activity.append(*block_of(5, std::vector<std::vector<std::uint32_t>>(20, {0}))); // 5..24
  CHECK(activity.first_bin() == 1);
  CHECK(activity.end_bin() == 2);
  CHECK(activity.rate_Hz(4, 1) == doctest::Approx(1000.0));
  CHECK(std::isnan(activity.rate_Hz(3, 1))); // no inhibitory neuron there
  activity.append(*block_of(25, std::vector<std::vector<std::uint32_t>>(100)));
  CHECK(activity.end_bin() == 12);
  CHECK(activity.first_bin() == 7);
  activity.append(*block_of(0, std::vector<std::vector<std::uint32_t>>(10, {0})));
  CHECK(activity.first_bin() == 0);
  CHECK(activity.end_bin() == 1);
  CHECK(activity.mean_rate_Hz(4, 0, 100) == doctest::Approx(1000.0));
}

TEST_CASE("OSI and DSI match the check values") {
  const CsvTable counts = analysis_data("input_spike_counts.csv");
  const CsvTable expected = analysis_data("expected_neuron_metrics.csv");
  std::map<long, TuningEstimate> tuning;
  for (std::size_t row = 0; row < counts.rows(); ++row)
    tuning[counts.integer(row, "node_id")].add(counts.number(row, "angle_deg"), 2.0,
                                               counts.number(row, "count_evoked_2000_4000"));
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const TuningEstimate& estimate = tuning.at(expected.integer(row, "node_id"));
    for (const auto& [value, column] : {std::pair{estimate.osi(), "OSI"}, std::pair{estimate.dsi(), "DSI"}}) {
      const double wanted = expected.number(row, column);
      if (std::isnan(wanted))
        CHECK(std::isnan(value));
      else
        CHECK(value == doctest::Approx(wanted).epsilon(1e-6));
    }
  }
}

TEST_CASE("a tuning estimate is undefined until all directions were shown and takes the nearest direction") {
  TuningEstimate tuning;
  for (int k = 0; k < 7; ++k)
    tuning.add(45.0 * k + 10.0, 1.0, 4.0);
  CHECK(std::isnan(tuning.osi()));
  CHECK(std::isnan(tuning.rate_Hz(7)));
  tuning.add(-45.0, 2.0, 8.0);
  CHECK(tuning.rate_Hz(7) == doctest::Approx(4.0));
  CHECK(tuning.osi() == doctest::Approx(0.0));
  tuning.add(350.0, 1.0, 4.0);
  CHECK(tuning.seconds[0] == doctest::Approx(2.0));
}

TEST_CASE("spike history keeps its limit in whole blocks, and a gap clears it") {
  SpikeHistory history(100);
  CHECK(history.empty());
  for (int i = 0; i < 20; ++i)
    history.append(block_of(10 * i, std::vector<std::vector<std::uint32_t>>(10, {static_cast<std::uint32_t>(i)})));
  CHECK(history.end_ms() == 200);
  CHECK(history.first_ms() == 100);
  std::vector<std::uint32_t> seen;
  std::int64_t next = 115;
  history.for_each_step(115, 142, [&](std::int64_t ms, std::span<const std::uint32_t> ids) {
    CHECK(ms == next++);
    seen.push_back(ids.front());
  });
  CHECK(next == 142);
  CHECK(seen.front() == 11);
  CHECK(seen.back() == 14);
  const std::uint64_t generation = history.generation();
  history.append(block_of(200, {}));
  CHECK(history.generation() == generation);
  history.append(block_of(0, {{3}}));
  CHECK(history.first_ms() == 0);
  CHECK(history.end_ms() == 1);
  CHECK(history.generation() > generation);
  CHECK(block_of(5, {{1}, {2}})->at(4).empty());
  CHECK(block_of(5, {{1}, {2}})->at(7).empty());
}

TEST_CASE("the print theme has the colours of the laminar figure, the others keep contrast to their ground") {
  const auto rgb = [](Rgba c) { return (c.r << 16) | (c.g << 8) | c.b; };
  CHECK(rgb(palette(class_ink(CellClass::exc), Theme::print)) == 0xFF0000);
  CHECK(rgb(palette(class_ink(CellClass::l1), Theme::print)) == 0xFFC0CB);
  CHECK(rgb(palette(class_ink(CellClass::vip), Theme::print)) == 0x9400D3);
  CHECK(rgb(palette(class_ink(CellClass::sst), Theme::print)) == 0x008000);
  CHECK(rgb(palette(class_ink(CellClass::pv), Theme::print)) == 0x0000FF);
  const auto linear = [](std::uint8_t v) { return std::pow(v / 255.0, 2.2); };
  const auto luminance = [&](Rgba c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); };
  for (int i = 0; i <= static_cast<int>(Ink::gamma); ++i) {
    const Ink ink = static_cast<Ink>(i);
    if (ink == Ink::grid || ink == Ink::band)
      continue;
    CAPTURE(i);
    CHECK((luminance(palette(ink, Theme::dark)) + 0.05) / (0.01 + 0.05) > 4.0);
    CHECK((1.0 + 0.05) / (luminance(palette(ink, Theme::light)) + 0.05) > 3.0);
  }
}

TEST_CASE("a class of neurons has one hue in the window, dark and light, and in print") {
  const auto hue_deg = [](Rgba c) {
    const double high = std::max({c.r, c.g, c.b}), low = std::min({c.r, c.g, c.b}), range = high - low;
    REQUIRE(range > 30.0); // gray has none
    const double sixth = high == c.r   ? std::fmod((c.g - c.b) / range + 6.0, 6.0)
                         : high == c.g ? (c.b - c.r) / range + 2.0
                                       : (c.r - c.g) / range + 4.0;
    return 60.0 * sixth;
  };
  const auto apart = [](double a, double b) { return std::abs(std::remainder(a - b, 360.0)); };
  constexpr std::array classes{CellClass::exc, CellClass::pv, CellClass::sst, CellClass::vip, CellClass::l1};
  for (const CellClass one : classes)
    for (const Theme theme : {Theme::dark, Theme::light}) {
      CAPTURE(static_cast<int>(one));
      CHECK(apart(hue_deg(palette(class_ink(one), theme)), hue_deg(palette(class_ink(one), Theme::print))) < 20.0);
    }
}
