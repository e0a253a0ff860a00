// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/cell_group.h"
#include "engine/analysis/live/group_highlight.h"

#include <doctest/doctest.h>

using namespace striate;

TEST_CASE("names in figures are groups: classes, layers, types; other words are none") {
  CHECK(group_named("PV") == group_of_class(CellClass::pv));
  CHECK(group_named("L2/3 PV") == group_of_class(CellClass::pv, 2));
  CHECK(group_named("L4_SST") == group_of_class(CellClass::sst, 4));
  CHECK(group_named("L5 ET") == group_of_class(CellClass::exc, 5));
  CHECK(group_named("L4 PV (123)") == group_of_class(CellClass::pv, 4));
  CHECK(group_named("Excitatory L6 neurons") == excitatory_group(6));
  CHECK(group_named("inhibitory") == inhibitory_group());
  for (const char* layer_one : {"L1", "L1 Inh", "Htr3a", "L1 inhibitory"})
    CHECK(group_named(layer_one) == group_of_layer(1));
  for (const char* other : {"", "model", "L3", "L44", "L4 L5", "PV SST", "45°, 2 Hz", "L1 and L2/3"})
    CHECK_FALSE(group_named(other).has_value());
  for (const CellGroup& group : usual_groups())
    CHECK(group_named(group.label()) == group);
}

TEST_CASE("what belongs to a group") {
  CHECK(group_of_layer(4).contains(4, CellClass::pv));
  CHECK_FALSE(group_of_layer(4).contains(5, CellClass::pv));
  CHECK(inhibitory_group(5).contains(5, CellClass::vip));
  CHECK_FALSE(inhibitory_group(5).contains(5, CellClass::exc));
  CHECK(group_of_class(CellClass::pv).overlaps(group_of_layer(4)));
  CHECK_FALSE(group_of_class(CellClass::exc).overlaps(group_of_layer(1)));
  CHECK_FALSE(group_of_class(CellClass::pv, 4).overlaps(group_of_class(CellClass::pv, 5)));
}

TEST_CASE("the other groups of a figure are dimmed: lines by label and layer, names of an axis by a veil") {
  FigureModel figure;
  figure.panels.resize(2);
  figure.panels[0].title = "L4";
  figure.panels[0].series = {LineSeries{.label = "excitatory"}, LineSeries{.label = "inhibitory"},
                             LineSeries{.label = "1/f"}};
  figure.panels[1].x = {.min = -0.6, .max = 2.6, .ticks = {0, 1, 2}, .tick_labels = {"L4 Exc", "L4 PV", "L5 PV"}};
  const auto faint = [&](std::size_t i) { return std::get<LineSeries>(figure.panels[0].series[i]).faint; };

  FigureModel shown = figure;
  highlight_group(figure, group_of_class(CellClass::pv, 4));
  CHECK(faint(0));
  CHECK_FALSE(faint(1));
  CHECK_FALSE(faint(2)); // no group
  REQUIRE(figure.panels[1].series.size() == 2);
  const auto& veil = std::get<BandSeries>(figure.panels[1].series[0]);
  CHECK((veil.from == -0.5 && veil.to == 0.5 && veil.ink == Ink::ground));
  CHECK(group_at(shown.panels[1], 1.2) == group_of_class(CellClass::pv, 4));
  CHECK(group_at(shown.panels[0], 7.0) == group_of_layer(4));

  figure = shown;
  highlight_group(figure, group_of_layer(5));
  CHECK((faint(0) && faint(1) && faint(2)));
  CHECK(figure.panels[1].series.size() == 2);
}
