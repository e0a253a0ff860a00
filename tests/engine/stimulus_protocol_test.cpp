// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/player/stimulus_player.h"
#include "engine/stimulus/protocol.h"
#include "engine/stimulus/protocol_progress.h"
#include "engine/stimulus/stimulus_parameters.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <set>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

/// A file that vanishes with the test.
struct Table {
  TemporaryFolder folder;
  fs::path path;
  Table(const std::string& extension, const std::string& text) : path(folder / ("protocol" + extension)) {
    std::ofstream(path) << text;
  }
};

std::string sentence_of(const std::string& extension, const std::string& text) {
  const Table table(extension, text);
  try {
    read_protocol(table.path.string());
  } catch (const Error& error) {
    const std::string sentence = error.what();
    CHECK(sentence.find(table.path.string()) != std::string::npos);
    return sentence;
  }
  return "";
}

} // namespace

TEST_CASE("a CSV table and a JSON list say the same") {
  const Table csv(".csv", "# a comment\nstart,duration,kind,direction,contrast\n0,100,gray,,\n100,200,drifting-grating,"
                          "90,\n400,50,flash,,0.5\n");
  const Table json(".json", R"([{"start": 0, "duration": 100, "stimulus": "gray"},
    {"start_ms": 100, "duration_ms": 200, "stimulus": "drifting-grating", "direction": 90},
    {"start": 400, "duration": 50, "stimulus": "flash", "contrast": 0.5}])");
  const Protocol a = read_protocol(csv.path.string()), b = read_protocol(json.path.string());
  REQUIRE(a.rows.size() == 3);
  CHECK(a.duration_ms() == 450);
  ParameterSet run;
  run.set("contrast", 0.3);
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(a.rows[row].start_ms == b.rows[row].start_ms);
    CHECK(a.rows[row].duration_ms == b.rows[row].duration_ms);
    CHECK(parameters_of(a, row, run, 1, 0) == parameters_of(b, row, run, 1, 0));
  }
  CHECK(parameters_of(a, 1, run, 1, 0).number("contrast") == 0.3); // not set: the run's own
  CHECK(parameters_of(a, 1, run, 1, 0).number("direction") == 90.0);
  CHECK(parameters_of(a, 2, run, 1, 0).number("contrast") == 0.5);
}

TEST_CASE("bad tables are refused with file and row") {
  CHECK(contains_all(sentence_of(".csv", "start,kind\n0,gray\n"), {"duration"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n"), {"no rows"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n0,100,gray\n50,100,gray\n"), {"row 2", "order"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n-5,100,gray\n"), {"row 1"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n0,0,gray\n"), {"row 1"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n0,nan,gray\n"), {"row 1", "whole number"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n0,1e300,gray\n"), {"row 1"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n0,ten,gray\n"), {"ten"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,kind\n0,100,grey\n"), {"row 1", "grey"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,spatial-frequency\n0,10,0.6\n"), {"row 1", "0.5"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,temporal-frequency\n0,10,1e300\n"), {"row 1"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,dirction\n0,100,5\n"), {"row 1", "direction"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,seed\n0,100,5\n"), {"row 1", "seed"}));
  CHECK(contains_all(sentence_of(".csv", "start,duration,protocol\n0,100,osi_dsi\n"), {"row 1", "protocol"}));
  CHECK(contains_all(sentence_of(".json", "{\"start\": 0}"), {"list"}));
  CHECK(contains_all(sentence_of(".json", "[{\"start\": 0, "), {"byte"}));
  CHECK(contains_all(sentence_of(".json", "[{\"start\": 0, \"stimulus\": \"gray\"}]"), {"row 1", "duration"}));
  CHECK(contains_all(sentence_of(".json", "[{\"start\": \"0\", \"duration\": 5}]"), {"row 1", "start"}));
  CHECK(contains_all(sentence_of(".json", "[{\"start\": 0, \"duration\": 5, \"contrast\": [1]}]"), {"row 1", "type"}));
  CHECK(contains_all(sentence_of(".json", "[7]"), {"row 1"}));
  CHECK_THROWS_WITH_AS(find_protocol("no-such-thing"), doctest::Contains("osi_dsi"), Error);
}

TEST_CASE("every named protocol can be played") {
  const auto names = protocol_names();
  CHECK(names.size() == 16);
  for (const std::string& name : names) {
    const Protocol protocol = find_protocol(name);
    CAPTURE(name);
    CHECK(protocol.rows.size() >= 1);
    for (std::size_t row = 0; row < protocol.rows.size(); ++row)
      stimulus_from(parameters_of(protocol, row, ParameterSet(), 1, 0));
  }
}

TEST_CASE("the reference's protocols have its order, times and random phases") {
  const Protocol osi = find_protocol("osi_dsi");
  REQUIRE(osi.rows.size() == 80);
  CHECK(osi.rows[0].start_ms == 2000);
  CHECK(osi.rows[79].start_ms == 79 * 4000 + 2000);
  const ParameterSet run;
  std::set<double> phases;
  for (std::size_t row = 0; row < 80; ++row) {
    const ParameterSet set = parameters_of(osi, row, run, 5, static_cast<std::uint32_t>(row));
    CHECK(set.number("direction") == 45.0 * static_cast<double>(row / 10));
    CHECK(set.number("phase") == parameters_of(osi, row / 10 * 10, run, 5, 0).number("phase"));
    phases.insert(set.number("phase"));
  }
  CHECK(phases.size() == 8);
  CHECK(parameters_of(osi, 0, run, 6, 0).number("phase") != parameters_of(osi, 0, run, 5, 0).number("phase"));

  const Protocol contrasts = find_protocol("filternet_contrasts");
  REQUIRE(contrasts.rows.size() == 30 + 8 * 6 * 10);
  CHECK(parameters_of(contrasts, 29, run, 1, 0).choice("stimulus") == "gray");
  CHECK(parameters_of(contrasts, 30, run, 1, 0).number("contrast") == 0.05);
  CHECK(parameters_of(contrasts, 40, run, 1, 0).number("contrast") == 0.1);
  CHECK(parameters_of(contrasts, 30, run, 1, 0).number("phase") !=
        parameters_of(contrasts, 31, run, 1, 0).number("phase"));

  const Protocol training = find_protocol("training_gratings");
  REQUIRE(training.rows.size() == 1);
  CHECK(training.duration_ms() == 500);
  CHECK(parameters_of(training, 0, run, 1, 0).number("direction") !=
        parameters_of(training, 0, run, 1, 1).number("direction"));
  // Down there is down here: 45 degrees with y down is 315 with y up.
  CHECK(parameters_of(find_protocol("bmtk_grating_default"), 0, run, 1, 0).number("direction") == 315.0);
}

TEST_CASE("a series steps one parameter") {
  const std::array values{0.1, 0.2, 0.4};
  const Protocol series = series_protocol("contrast", values, 300, 200);
  REQUIRE(series.rows.size() == 3);
  CHECK(series.rows[2].start_ms == 1300);
  CHECK(parameters_of(series, 2, ParameterSet(), 1, 0).number("contrast") == 0.4);
  CHECK_THROWS_AS(series_protocol("contrast", std::array{2.0}, 300, 200), Error);
}

TEST_CASE("the player shows the rows at their times, with gray between them, and edits what they leave open") {
  const Table table(".csv", "start,duration,kind,direction\n10,20,drifting-grating,90\n40,10,flash,\n50,10,"
                            "drifting-grating,0\n");
  ParameterSet parameters;
  parameters.set_text("protocol", table.path.string());
  StimulusPlayer player(parameters, {});
  const auto kind_at = [&](std::int64_t now) {
    player.advance(now);
    return player.stimulus().kind;
  };
  CHECK(kind_at(0) == StimulusKind::gray);
  CHECK(kind_at(9) == StimulusKind::gray);
  CHECK(kind_at(10) == StimulusKind::drifting_grating);
  CHECK(player.scene().gratings.at(0).origin_ms == 10);
  CHECK(kind_at(15) == StimulusKind::drifting_grating);
  ParameterSet faint = parameters;
  faint.set("contrast", 0.1);
  faint.set("direction", 200.0);
  player.edit(faint, 16);
  CHECK(player.stimulus().contrast == 0.1);
  CHECK(player.stimulus().direction_deg == 90.0); // the row's
  CHECK(kind_at(29) == StimulusKind::drifting_grating);
  CHECK(kind_at(30) == StimulusKind::gray);
  CHECK(player.scene().is_gray());
  CHECK(kind_at(40) == StimulusKind::flash);
  CHECK(player.scene().luminance(1.0, 1.0, 45.0) == doctest::Approx(-0.1));
  CHECK(kind_at(50) == StimulusKind::drifting_grating);
  CHECK(kind_at(60) == StimulusKind::gray);
  player.rewind();
  CHECK(kind_at(0) == StimulusKind::gray);
  CHECK(kind_at(12) == StimulusKind::drifting_grating);
}

TEST_CASE("where a run stands in its protocol: row, trial, time left, the end") {
  Protocol protocol{.name = "two", .rows = {}};
  for (int trial = 0; trial < 2; ++trial)
    for (const char* contrast : {"0.1", "0.4"})
      protocol.rows.push_back(
          {500 + 1500 * static_cast<std::int64_t>(protocol.rows.size()), 1000, {{"contrast", contrast}}});
  ProtocolProgress at = protocol_progress(protocol, 0);
  CHECK_FALSE(at.row);
  CHECK(at.latest == 0);
  CHECK(at.next == 0u);
  CHECK(at.row_left_ms == 500);
  CHECK(at.left_ms == 6000);
  at = protocol_progress(protocol, 500);
  CHECK(at.row == 0u);
  CHECK(at.trial == 1);
  CHECK(at.trials == 2);
  CHECK(at.row_left_ms == 1000);
  at = protocol_progress(protocol, 1500); // gray between the first two
  CHECK_FALSE(at.row);
  CHECK(at.latest == 0);
  CHECK(at.next == 1u);
  at = protocol_progress(protocol, 5999);
  CHECK(at.row == 3u);
  CHECK(at.trial == 2);
  CHECK_FALSE(at.finished);
  at = protocol_progress(protocol, 6000);
  CHECK(at.finished);
  CHECK(at.left_ms == 0);
  CHECK_FALSE(at.row);
  CHECK(keys_of(protocol) == std::vector<std::string>{"contrast"});
  CHECK(protocol_progress(Protocol{}, 0).finished);
}

TEST_CASE("FilterNet leaves out the first frame of what moves") {
  ParameterSet parameters;
  parameters.set("gray-before", 10);
  parameters.set("grating-duration", 5);
  for (const auto& [kind, first] : {std::pair{"drifting-grating", 11}, {"static-grating", 10}, {"flash", 10}}) {
    parameters.set_text("stimulus", kind);
    StimulusPlayer player(parameters, {120.0, 80.0, true});
    CAPTURE(kind);
    for (int now = 0; now < 30; ++now) {
      player.advance(now);
      CHECK((player.stimulus().kind != StimulusKind::gray) == (now >= first && now < first + 5));
    }
  }
}

TEST_CASE("FilterNet leaves out the first frame of a grating that an edit begins, too") {
  ParameterSet gray;
  gray.set_text("stimulus", "gray");
  gray.set("gray-before", 0);
  ParameterSet grating = gray, upward = gray, flash = gray;
  grating.set_text("stimulus", "drifting-grating");
  upward.set_text("stimulus", "drifting-grating");
  upward.set("direction", 90);
  flash.set_text("stimulus", "flash");
  ParameterSet restarted = upward;
  restarted.set_text("restart-phase", "on");
  StimulusPlayer player(gray, {120.0, 80.0, true});
  const auto frame = [&](std::int64_t now) {
    player.advance(now);
    return player.scene();
  };
  CHECK(frame(0).is_gray());
  player.edit(grating, 10);
  CHECK(player.next_change_after(10) == 11);
  CHECK(frame(10).is_gray());
  CHECK(!frame(11).is_gray());
  CHECK(frame(11).gratings.at(0).origin_ms == 10); // its clock counts from the edit: the first frame is left out
  CHECK(player.next_change_after(11) > 1000);
  player.edit(upward, 20); // goes on: no onset
  CHECK(frame(20).gratings.at(0).cycles_y_per_deg > 0.01);
  player.edit(restarted, 30);
  player.edit(upward, 40);
  player.edit(gray, 50);
  CHECK(frame(50).is_gray());
  player.edit(flash, 60);
  CHECK(!frame(60).is_gray());
  player.edit(upward, 70); // in place of a flash
  CHECK(frame(70).is_gray());
  CHECK(frame(71).gratings.size() == 1);
  // A change that restarts: the grating before it, which came late, stays for its last frame.
  ParameterSet turned = restarted;
  turned.set("direction", 180);
  player.edit(turned, 80);
  CHECK(frame(80).gratings.at(0).cycles_y_per_deg > 0.01);
  CHECK(frame(81).gratings.at(0).cycles_x_per_deg < -0.01);
  CHECK(frame(81).gratings.at(0).origin_ms == 80);
  // Two edits in one millisecond: the later holds, one frame late; gray at once.
  player.edit(gray, 90);
  CHECK(frame(90).is_gray());
  player.edit(grating, 100);
  player.edit(upward, 100);
  CHECK(frame(100).is_gray());
  CHECK(frame(101).gratings.at(0).cycles_y_per_deg > 0.01);
  player.edit(gray, 110);
  CHECK(frame(110).is_gray());
  player.edit(grating, 120);
  player.edit(gray, 120);
  CHECK(frame(120).is_gray());
  CHECK(frame(121).is_gray());
  // An edit in the frame in which the grating would appear.
  player.edit(grating, 130);
  CHECK(frame(130).is_gray());
  player.edit(upward, 131);
  CHECK(frame(131).gratings.at(0).cycles_y_per_deg > 0.01);

  StimulusPlayer tf(gray, {});
  tf.advance(0);
  tf.edit(grating, 10);
  tf.advance(10);
  CHECK(!tf.scene().is_gray());
}

TEST_CASE("an edit that needs a movie which cannot be read changes nothing") {
  ParameterSet parameters;
  parameters.set("gray-before", 0);
  StimulusPlayer player(parameters, {});
  player.advance(0);
  const Scene before = player.scene();
  ParameterSet movie = parameters;
  movie.set_text("stimulus", "movie");
  movie.set_text("movie", "/no/such/file.png");
  CHECK_THROWS_WITH_AS(player.edit(movie, 1), doctest::Contains("/no/such/file.png"), Error);
  player.advance(1);
  CHECK(player.scene() == before);
  CHECK_THROWS_AS(StimulusPlayer(movie, {}), Error);
}
