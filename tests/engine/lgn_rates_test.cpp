// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/tables/model_tables.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/patterns.h"
#include "lgn_support.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

struct Part {
  std::int64_t from = 0;
  Scene scene;

  Part(std::int64_t from_ms, const Stimulus& stimulus)
      : from(from_ms), scene(start_scene(stimulus, make_pattern(stimulus, 120.0, 80.0), from_ms)) {}
  Part(std::int64_t from_ms, std::shared_ptr<const Footage> footage) : from(from_ms) {
    scene.footage = std::move(footage);
    scene.footage_origin_ms = from_ms;
  }
};

Stimulus grating(double direction_deg, double phase_deg = 0.0) {
  Stimulus stimulus;
  stimulus.direction_deg = direction_deg;
  stimulus.phase_deg = phase_deg;
  return stimulus;
}

Stimulus gray() {
  Stimulus stimulus;
  stimulus.kind = StimulusKind::gray;
  return stimulus;
}

Stimulus flash(bool dark) {
  Stimulus stimulus;
  stimulus.kind = StimulusKind::flash;
  stimulus.contrast = 1.0;
  stimulus.dark = dark;
  stimulus.on_ms = 500.0;
  return stimulus;
}

/// The picture of the case "pattern", or its negative.
std::shared_ptr<const Footage> pattern(float sign) {
  std::vector<float> values;
  for (int i = 0; i < 80; ++i)
    for (int j = 0; j < 120; ++j)
      values.push_back(sign * (static_cast<float>((7 * i + 13 * j + i * j) % 17) / 8.0f - 1.0f));
  return std::make_shared<Movie>(120, 80, values, 1.0, true);
}

/// The cases of the golden README.
std::map<std::string, std::vector<Part>> golden_cases() {
  Stimulus still = grating(60.0, 30.0);
  still.kind = StimulusKind::static_grating;
  Stimulus second = grating(135.0);
  second.temporal_frequency_Hz = 4.0;
  second.contrast = 0.4;
  Stimulus looming;
  looming.kind = StimulusKind::bmtk_looming;
  return {{"flash_on", {{500, flash(false)}, {1000, gray()}}},
          {"flash_off", {{500, flash(true)}, {1000, gray()}}},
          {"looming", {{500, looming}}},
          {"pattern", {{200, pattern(1.0f)}, {500, pattern(-1.0f)}, {800, gray()}}},
          {"g000", {{500, grating(0.0)}}},
          {"g045", {{500, grating(45.0)}}},
          {"g135", {{500, grating(135.0)}}},
          {"g270", {{500, grating(270.0)}}},
          {"g045down", {{500, grating(-45.0, 60.0)}}},
          {"static060", {{500, still}, {1000, gray()}}},
          {"live", {{500, grating(45.0)}, {900, second}, {1300, gray()}}}};
}

} // namespace

TEST_CASE("rates are those of both reference programs") {
  const auto units = golden_units();
  const CsvTable table = lgn_table("units.csv"), golden = lgn_table("rates.csv");
  std::map<std::pair<std::string, std::string>, std::map<long, std::size_t>> rows;
  for (std::size_t row = 0; row < golden.rows(); ++row)
    rows[{golden.text(row, "case"), golden.text(row, "path")}][golden.integer(row, "t_ms")] = row;
  std::vector<std::string> columns;
  for (std::size_t unit = 0; unit < table.rows(); ++unit)
    columns.push_back("u" + table.text(unit, "node_id"));

  CHECK(golden_cases().size() == 11);
  for (const auto& [name, parts] : golden_cases())
    for (const std::string path : {"tf", "bmtk"}) {
      // BMTK drops the first frame of a drifting grating; its clock has started by then.
      const std::int64_t late = path == "bmtk" && name[0] == 'g' ? 1 : 0;
      Lgn lgn(*units, path == "tf" ? LgnGeometry::tf : LgnGeometry::bmtk);
      const auto& expected = rows.at({name, path});
      REQUIRE(expected.size() >= 100);
      double worst = 0.0;
      for (std::int64_t n = 0; n <= expected.rbegin()->first; ++n) {
        for (const Part& part : parts)
          if (n == part.from + late)
            lgn.show(part.scene);
        const auto rates = lgn.step();
        if (const auto found = expected.find(n); found != expected.end())
          for (std::size_t unit = 0; unit < columns.size(); ++unit)
            worst = std::max(worst, std::abs(rates[unit] - golden.number(found->second, columns[unit])));
      }
      CHECK_MESSAGE(worst < 5e-4, name, " ", path, ": ", worst);
    }
}

TEST_CASE("class means of the whole population are the golden ones") {
  const auto units = golden_population();
  REQUIRE(units->size() == 17400);
  const CsvTable golden = lgn_table("population_rates_seed253.csv");
  for (const std::string path : {"tf", "bmtk"}) {
    const Lgn fresh(*units, path == "tf" ? LgnGeometry::tf : LgnGeometry::bmtk);
    for (const double direction : {0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0}) {
      Lgn lgn = fresh;
      const int onset = path == "bmtk" ? 1 : 0; // BMTK drops the first frame
      const std::size_t classes = model_tables().lgn_classes.size();
      std::vector<double> early(classes), steady(classes), top(classes), count(classes);
      for (int n = 0; n < 1500; ++n) {
        if (n == onset)
          lgn.show(start_grating(grating(direction), 0));
        const auto rates = lgn.step();
        for (std::uint32_t unit = 0; unit < units->size(); ++unit) {
          const auto c = units->unit_class[unit];
          (n < 500 ? early : steady)[c] += rates[unit];
          if (n >= 500)
            top[c] = std::max(top[c], static_cast<double>(rates[unit]));
          count[c] += n == 0;
        }
      }
      std::size_t compared = 0;
      for (std::size_t row = 0; row < golden.rows(); ++row) {
        const std::size_t c = class_index(golden.text(row, "model"));
        if (golden.text(row, "path") != path || golden.number(row, "direction_deg") != direction || c == classes)
          continue;
        CAPTURE(path);
        CAPTURE(direction);
        CAPTURE(golden.text(row, "model"));
        CHECK(std::abs(early[c] / count[c] / 500.0 - golden.number(row, "mean_0_500ms_Hz")) < 1e-3);
        CHECK(std::abs(steady[c] / count[c] / 1000.0 - golden.number(row, "mean_500_1500ms_Hz")) < 1e-3);
        CHECK(std::abs(top[c] - golden.number(row, "max_500_1500ms_Hz")) < 2e-3);
        ++compared;
      }
      CHECK(compared == classes);
    }
  }
}

TEST_CASE("gray gives exactly the gray rates, before a grating and long after") {
  const auto units = golden_units();
  for (const auto geometry : {LgnGeometry::tf, LgnGeometry::bmtk}) {
    Lgn lgn(*units, geometry);
    const auto is_gray = [&](std::span<const float> rates) {
      for (std::uint32_t unit = 0; unit < units->size(); ++unit)
        if (rates[unit] != static_cast<float>(model_tables().lgn_classes[units->unit_class[unit]].gray_rate_Hz))
          return false;
      return true;
    };
    CHECK(is_gray(lgn.rates_Hz()));
    for (int n = 0; n < 20; ++n)
      CHECK(is_gray(lgn.step()));
    lgn.show(start_grating(grating(30.0), lgn.now()));
    for (int n = 0; n < 100; ++n)
      lgn.step();
    CHECK_FALSE(is_gray(lgn.rates_Hz()));
    lgn.show(start_grating(gray(), lgn.now()));
    for (int n = 0; n < 700; ++n)
      lgn.step();
    CHECK(is_gray(lgn.rates_Hz()));
  }
}

TEST_CASE("units that cannot exist are named") {
  const auto build = [](const LgnUnits& units) { return Lgn(units); };
  const LgnUnits good = *golden_units();
  LgnUnits late_peak = good, nowhere = good, unknown = good;
  late_peak.peak_dom_ms[0][3] = 1e3f;
  nowhere.x_deg[7] = std::nanf("");
  unknown.unit_class[2] = 200;
  CHECK_THROWS_WITH_AS(build(late_peak), doctest::Contains("LGN unit 3"), Error);
  CHECK_THROWS_WITH_AS(build(nowhere), doctest::Contains("LGN unit 7"), Error);
  CHECK_THROWS_WITH_AS(build(unknown), doctest::Contains("LGN unit 2"), Error);
  CHECK_THROWS_AS(build(LgnUnits{}), Error);
  LgnUnits short_column = good, no_separation = good;
  short_column.delay_dom_ms[1].pop_back();
  CHECK_THROWS_WITH_AS(build(short_column), doctest::Contains("delay_dom_1"), Error);
  for (float& separation : no_separation.separation_deg)
    separation = std::nanf("");
  CHECK_THROWS_AS(build(no_separation), Error);
}

TEST_CASE("frames of another size than the field are refused") {
  Lgn lgn(*golden_units());
  Scene scene;
  scene.footage = std::make_shared<Movie>(24, 16, std::vector<float>(24 * 16), 1.0, true);
  CHECK_THROWS_WITH_AS(lgn.show(scene), doctest::Contains("24 x 16"), Error);
}
