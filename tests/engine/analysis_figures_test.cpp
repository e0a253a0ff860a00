// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/analysis/cell_group.h"
#include "engine/analysis/figures/figure_csv.h"
#include "engine/analysis/figures/lgn_figures.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/core/errors.h"
#include "engine/core/finite_range.h"
#include "engine/network/neuron_id.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <set>

using namespace striate;
using namespace striate::test;

namespace {

template <typename Kind>
std::vector<Kind> all(const Panel& panel) {
  std::vector<Kind> found;
  for (const Series& series : panel.series)
    if (const auto* one = std::get_if<Kind>(&series))
      found.push_back(*one);
  return found;
}

const std::vector<StimulusMark> marks{{2000.0, "0°, 2 Hz"}, {9000.0, "later"}};

long rows_of(const CsvTable& table, const std::string& series) {
  long count = 0;
  for (std::size_t row = 0; row < table.rows(); ++row)
    count += table.text(row, "series") == series;
  return count;
}

} // namespace

TEST_CASE("the laminar raster has a dot for every spike of the core, bands, marks and all classes") {
  const Network network = golden_network();
  const LaminarOrder order = laminar_order(network, 400.0);
  SpikeHistory history;
  const auto spikes = golden_spikes();
  history.append(spikes);
  const FigureModel figure = laminar_raster_figure(order, history, 0.0, 4000.0, marks);
  REQUIRE(figure.panels.size() == 1);
  const Panel& panel = figure.panels.front();
  const auto dots = all<DotSeries>(panel);
  REQUIRE(dots.size() == 5);
  CHECK(dots[0].label == "Excitatory");
  CHECK(dots[1].label == "Htr3a");
  CHECK(dots[4].label == "PV");
  std::size_t drawn = 0, wanted = 0;
  for (const auto& series : dots) {
    drawn += series.x.size();
    for (const float y : series.y)
      CHECK((y >= 1.0f && y <= static_cast<float>(order.rows())));
  }
  for (const std::uint32_t id : spikes->id)
    wanted += order.rank[id] >= 0;
  CHECK(drawn == wanted);
  const auto bands = all<BandSeries>(panel);
  const CsvTable layers = analysis_data("expected_laminar_layers.csv");
  REQUIRE(bands.size() == layers.rows());
  for (std::size_t i = 0; i < bands.size(); ++i) {
    CHECK(bands[i].from == layers.number(i, "rect_y0"));
    CHECK(0.5 * (bands[i].from + bands[i].to) == layers.number(i, "label_y"));
    CHECK(bands[i].shaded == (layers.integer(i, "shaded") == 1));
  }
  REQUIRE(all<RuleSeries>(panel).size() == 1);
  CHECK(all<RuleSeries>(panel).front().label == "0°, 2 Hz");
  CHECK(panel.y.label == "Neuron (sorted row)");
  CHECK(panel.y.ticks == std::vector<double>{0.0, 44.0});
  CHECK(panel.legend);

  const CsvTable csv = CsvTable::parse(figure_csv(figure), "figure");
  std::size_t listed = 0;
  for (const auto& series : dots)
    listed += static_cast<std::size_t>(rows_of(csv, series.label));
  CHECK(listed == wanted);
  CHECK(rows_of(csv, "mark 0°, 2 Hz") == 1);
}

TEST_CASE("the table of a raster names each spike's neuron by its id, beside the row it is drawn in") {
  Network network = golden_network();
  for (std::uint32_t i = 0; i < network.neurons.size(); ++i)
    network.neurons.file_id.push_back(7000 + i); // as in a file of a larger network
  const LaminarOrder order = laminar_order(network);
  SpikeHistory history;
  const auto spikes = golden_spikes();
  history.append(spikes);
  const FigureModel figure = laminar_raster_figure(order, history, 0.0, 4000.0, {});
  const CsvTable csv = CsvTable::parse(figure_csv(figure), "figure");
  std::multiset<std::pair<long, std::uint64_t>> wanted, listed;
  for (std::int64_t ms = 0; ms < std::min<std::int64_t>(4000, spikes->end_ms()); ++ms)
    for (const std::uint32_t neuron : spikes->at(ms))
      wanted.insert({ms, neuron_id(network.neurons, neuron)});
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    if (csv.text(row, "node_id").empty())
      continue; // bands
    const auto id = static_cast<std::uint64_t>(csv.integer(row, "node_id"));
    listed.insert({csv.integer(row, "x"), id});
    const std::uint32_t neuron = static_cast<std::uint32_t>(id - 7000);
    CHECK(csv.integer(row, "y") == static_cast<long>(order.rows()) - order.rank.at(neuron));
    const Population& population = network.tables->populations[network.neurons.population[neuron]];
    CHECK(csv.text(row, "cell_type") == group_of_class(population.cell_class, population.layer).label());
  }
  CHECK(wanted.size() > 100);
  CHECK(listed == wanted);
}

TEST_CASE("a trace that begins before it is known is drawn in full height") {
  LgnTrace trace{.unit = 3, .class_name = "sON_TF4", .time_ms = {}, .rate_Hz = {}, .spike_ms = {}};
  for (int ms = 0; ms < 100; ++ms) {
    trace.time_ms.push_back(ms);
    trace.rate_Hz.push_back(ms < 40 ? std::numeric_limits<double>::quiet_NaN() : 12.0);
  }
  const FigureModel figure = lgn_sample_figure(std::vector{trace}, {}, {}, 0.0, 100.0, {});
  CHECK(figure.panels.front().y.max >= 12.0);
}

TEST_CASE("the range of values looks past what is not known") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const FiniteRange range = finite_range(std::vector{nan, 3.0, nan, -2.0, std::numeric_limits<double>::infinity()});
  CHECK(range.low == -2.0);
  CHECK(range.high == 3.0);
  CHECK(finite_range(std::vector{nan, nan}).empty());
  CHECK(finite_range(std::vector<float>{}).high_or(7.0) == 7.0);
}

TEST_CASE("the frame of the live raster shows the chosen ranks only") {
  const LaminarOrder order = laminar_order(golden_network(), 400.0);
  const FigureModel figure = laminar_raster_frame(order, 9400.0, 12'400.0, 5, 20, marks);
  const Panel& panel = figure.panels.front();
  CHECK(panel.y.min == 24.0);
  CHECK(panel.y.max == 39.0);
  REQUIRE(all<BandSeries>(panel).size() == 2);
  CHECK(all<BandSeries>(panel).front().to == 39.0);
  CHECK(all<DotSeries>(panel).empty());
  REQUIRE(panel.x.ticks.size() == panel.x.tick_labels.size());
  CHECK(panel.x.ticks.front() == 9500.0);
  CHECK(panel.x.tick_labels.front() == "9.5 s");
}

TEST_CASE("population activity is drawn as rows on screen and 5 x 2 on paper") {
  PopulationActivity activity(golden_network());
  activity.append(*golden_spikes());
  const FigureModel screen = population_activity_figure(activity, 0, 4000, marks, FigureStyle::screen);
  REQUIRE(screen.panels.size() == 5);
  CHECK(all<LineSeries>(screen.panels[0]).size() == 1);
  const auto lines = all<LineSeries>(screen.panels[3]);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].fill);
  CHECK(lines[0].ink == Ink::layer5);
  CHECK(lines[1].ink == Ink::inhibitory);
  CHECK(lines[0].x.size() == 400);
  CHECK(screen.panels[4].x.visible);
  CHECK_FALSE(screen.panels[3].x.visible);
  for (const Panel& panel : screen.panels)
    for (const auto& line : all<LineSeries>(panel))
      CHECK(*std::max_element(line.y.begin(), line.y.end()) <= panel.y.max);

  const FigureModel paper = population_activity_figure(activity, 0, 4000, marks, FigureStyle::paper);
  REQUIRE(paper.panels.size() == 9);
  CHECK(paper.rows == 5);
  CHECK(paper.columns == 2);
  CHECK(paper.panels[0].column_span == 2);
  CHECK(paper.panels[1].y.max == paper.panels[0].y.max);
  CHECK(paper.panels[2].y.max == paper.panels[8].y.max);
  CHECK(paper.panels[2].id == "e23");
  CHECK(all<LineSeries>(paper.panels[2]).front().label == "Excitatory L2/3 neurons");
}

TEST_CASE("the LGN sample has the stimulus on top, then rate and ticks of each unit") {
  std::vector<double> time, rate, luminance;
  for (int i = 0; i < 100; ++i) {
    time.push_back(i);
    rate.push_back(i % 10);
    luminance.push_back(std::sin(0.1 * i));
  }
  const std::vector<LgnTrace> units{{7, "sON_TF1", time, rate, {3.0, 50.0, 99.0, 250.0}},
                                    {8, "tOFF_TF8", time, rate, {}}};
  const FigureModel figure = lgn_sample_figure(units, time, luminance, 0.0, 100.0, {});
  REQUIRE(figure.panels.size() == 3);
  CHECK(figure.panels[0].id == "luminance");
  REQUIRE(all<TickSeries>(figure.panels[1]).size() == 1);
  CHECK(all<TickSeries>(figure.panels[1]).front().x.size() == 3);
  CHECK(all<LineSeries>(figure.panels[1]).front().ink == Ink::lgn_rate);
  CHECK(figure.panels[1].title == "sON_TF1 #7");
  CHECK(lgn_sample_figure(units, {}, {}, 0.0, 100.0, {}).panels.size() == 2);
  CHECK(rows_of(CsvTable::parse(figure_csv(figure), "figure"), "spikes") == 3);
}

TEST_CASE("the LGN map has a dot for every unit and the nearest unit is found") {
  LgnUnits units;
  units.unit_class = {0, 1, 0};
  units.x_deg = {10.0f, 60.0f, 100.0f};
  units.y_deg = {10.0f, 40.0f, 70.0f};
  units.size_deg = {6.0f, 6.0f, 6.0f};
  const std::vector<float> rates{1.0f, 2.0f, 30.0f};
  const FigureModel paper =
      lgn_map_figure(units, rates, {.top_Hz = 30.0, .patch_radius_um = 400.0, .chosen = {1, 99}}, FigureStyle::paper);
  const Panel& panel = paper.panels.front();
  CHECK(all<DotSeries>(panel).front().value == rates);
  const auto outlines = all<LineSeries>(panel);
  REQUIRE(outlines.size() == 2); // the patch and one receptive field: unit 99 does not exist
  CHECK(*std::max_element(outlines[0].x.begin(), outlines[0].x.end()) == 88.0);
  REQUIRE(panel.color_bar);
  CHECK(panel.color_bar->high == 30.0);
  const FigureModel screen = lgn_map_figure(units, {}, {.unit_class = 1, .picture_columns = 240}, FigureStyle::screen);
  const auto pictures = all<ImageSeries>(screen.panels.front());
  REQUIRE(pictures.size() == 1);
  CHECK(pictures[0].height == 160);
  std::size_t drawn = 0;
  for (const std::uint32_t pixel : pictures[0].pixels)
    drawn += pixel != 0;
  CHECK(drawn > 20);
  CHECK(drawn < 100); // one unit's dot
  CHECK(nearest_lgn_unit(units, 61.0, 40.0, -1, 2.0) == 1);
  CHECK(nearest_lgn_unit(units, 61.0, 40.0, 0, 2.0) == units.size());
  CHECK(nearest_lgn_unit(units, 61.0, 40.0, 0, 200.0) == 2);
}

TEST_CASE("the filter figure shows the signs of both subfields") {
  const std::vector<LgnSubfieldFilter> both{{50.0, 40.0, 2.0, {0.0, -3.0, 1.0}}, {56.0, 40.0, 2.0, {0.0, 2.0, -0.5}}};
  const FigureModel figure = lgn_filter_figure("sONsOFF_001 #5", both, 7.0, {}, {}, 0.0, 100.0, {}, 2.0);
  REQUIRE(figure.panels.size() == 2);
  const auto fields = all<MatrixSeries>(figure.panels[0]);
  REQUIRE(fields.size() == 1);
  const auto at = [&](double x, double y) {
    const MatrixSeries& m = fields[0];
    const int c = static_cast<int>((x - m.x0) / (m.x1 - m.x0) * m.columns);
    const int r = static_cast<int>((m.y1 - y) / (m.y1 - m.y0) * m.rows);
    return m.values[static_cast<std::size_t>(r) * m.columns + static_cast<std::size_t>(c)];
  };
  CHECK(at(50.0, 40.0) < -0.9);
  CHECK(at(56.0, 40.0) > 0.9);
  CHECK(std::abs(at(53.0, 40.0)) < 0.1);
  CHECK((fields[0].y1 - fields[0].y0) / (fields[0].x1 - fields[0].x0) == doctest::Approx(2.0));
  CHECK(all<LineSeries>(figure.panels[1]).size() == 2);
  CHECK(figure.panels[1].legend);
}

TEST_CASE("the voltage trace keeps threshold, trace and spikes inside its range") {
  std::vector<double> time, v;
  for (int i = 0; i < 50; ++i) {
    time.push_back(i);
    v.push_back(-75.0 + i);
  }
  const std::vector<double> spikes{10.0, 70.0};
  const FigureModel figure = voltage_trace_figure("#12 · L4 Exc", time, v, -40.0, spikes, 5.0, 45.0, {});
  const Panel& panel = figure.panels.front();
  const auto line = all<LineSeries>(panel).front();
  CHECK(line.x.front() == 5.0);
  CHECK(line.x.back() == 44.0);
  CHECK(panel.y.min < -70.0);
  const auto ticks = all<TickSeries>(panel).front();
  CHECK(ticks.x == std::vector<double>{10.0});
  CHECK(ticks.y - 0.5 * ticks.height > -31.0);
  CHECK(ticks.y + 0.5 * ticks.height < panel.y.max);
  CHECK(all<RuleSeries>(panel).front().at == -40.0);
  CHECK_FALSE(voltage_trace_figure("#1", {}, {}, -40.0, {}, 0, 10, {}).panels.empty());
}

TEST_CASE("the tuning curve closes on itself and marks the assigned angle") {
  TuningEstimate tuning;
  for (int k = 0; k < 8; ++k)
    tuning.add(45.0 * k, 2.0, k == 3 ? 20.0 : 4.0);
  const FigureModel figure = tuning_curve_figure("#5", tuning, 132.0);
  const Panel& panel = figure.panels.front();
  CHECK(panel.polar);
  const auto lines = all<LineSeries>(panel);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].x.front() == 132.0);
  CHECK(lines[1].y.front() == lines[1].y.back());
  CHECK(lines[1].y[3] == doctest::Approx(10.0));
  CHECK(panel.y.max >= 10.0);
  CHECK(figure.caption.find("OSI 0.") != std::string::npos);
  CHECK(tuning_curve_figure("#5", {}, 132.0).caption.find("undefined") != std::string::npos);
}

TEST_CASE("a turn of the dial and a single spike make no tuning curve") {
  TuningEstimate turn, few, enough;
  for (int k = 0; k < 8; ++k) {
    turn.add(45.0 * k, 0.1, k == 2 ? 30.0 : 0.0); // 0.8 s
    few.add(45.0 * k, 1.0, k == 2 ? 1.0 : 0.0);
    enough.add(45.0 * k, 0.5, k == 2 ? 20.0 : 0.0);
  }
  CHECK_FALSE(turn.measured());
  CHECK(turn.directions_measured() == 0);
  CHECK(turn.seconds_shown() == doctest::Approx(0.8));
  CHECK_FALSE(few.measured());
  CHECK(few.directions_measured() == 8);
  CHECK(enough.measured());
  const FigureModel figure = tuning_curve_figure("#5", turn, 0.0);
  CHECK(all<DotSeries>(figure.panels.front()).front().x.empty());
  CHECK(figure.caption.find("undefined: 0 of 8") != std::string::npos);
  CHECK(tuning_curve_figure("#5", few, 0.0).caption.find("1 spikes") != std::string::npos);
}

TEST_CASE("a figure's table has every series, quotes its texts and is never empty") {
  FigureModel figure{.name = "test"};
  CHECK(figure_csv(figure).find("panel,series,x,y,lower,upper,unit") != std::string::npos);
  CHECK(figure_csv(figure).find("held no data") != std::string::npos);

  Panel& panel = figure.panels.emplace_back();
  panel.id = std::string("p");
  panel.x = {.unit = "ms"};
  panel.y = {.unit = "Hz"};
  panel.series.emplace_back(LineSeries{.label = "a \"b\", c",
                                       .x = {0.0, 1.0},
                                       .y = {0.1, std::numeric_limits<double>::quiet_NaN()},
                                       .lower = {0.0, 0.0},
                                       .upper = {0.25, 0.3}});
  panel.series.emplace_back(DotSeries{.x = {1.5f}, .y = {2.5f}});
  panel.series.emplace_back(TickSeries{.label = "spikes", .x = {1.0, 2.0, 3.0}});
  panel.series.emplace_back(BandSeries{.from = 1.0, .to = 2.0, .label = "L4"});
  panel.series.emplace_back(RuleSeries{.at = 5.0, .vertical = false, .label = "threshold"});
  panel.series.emplace_back(ImageSeries{});
  const CsvTable table = CsvTable::parse(figure_csv(figure), "figure");
  REQUIRE(table.rows() == 10);
  CHECK(figure_csv(figure).find("p,\"a \"\"b\"\", c\",0,0.1,0,0.25,Hz\n") != std::string::npos);
  CHECK(table.number(0, "y") == 0.1);
  CHECK(table.number(1, "upper") == 0.3);
  CHECK(std::isnan(table.number(1, "y")));
  CHECK(table.text(0, "unit") == "Hz");
  CHECK(table.text(3, "unit") == "ms");
  CHECK(rows_of(table, "band L4") == 1);
  CHECK_THROWS_WITH_AS(write_figure_csv(figure, "/nowhere/at/all.csv"), doctest::Contains("/nowhere/at/all.csv"),
                       Error);
}
