// SPDX-License-Identifier: Apache-2.0
#include "engine/core/text_file.h"
#include "engine/training/trials/training_trials.h"
#include "tests/engine/trainer_support.h"

#include <cmath>
#include <fstream>
#include <set>

using namespace striate;
using namespace trainer_support;
using striate::test::TemporaryFolder;

namespace {

struct Tables {
  TemporaryFolder folder;

  /// The parameters of a short training run that shows this table.
  ParameterSet training(const std::string& table, const char* name = "table.csv") const {
    write_text_file(folder / name, table);
    ParameterSet parameters = short_training();
    parameters.set_text("protocol", (folder / name).string());
    return parameters;
  }
};

TrainingTrials trials_of(const ParameterSet& parameters, int validation_batch = 4) {
  const TrainingSettings settings = training_settings(parameters);
  static ThreadPool pool(2);
  return {*tiny_network(), settings.trials, settings.batch, validation_batch, pool};
}

/// Ten rows as long as a trial, of directions 0, 10 ... 90.
std::string ten_rows() {
  std::string table = "start,duration,direction,phase\n";
  for (int k = 0; k < 10; ++k)
    table += std::to_string(100 * k) + ",60," + std::to_string(10 * k) + ",30\n";
  return table;
}

} // namespace

TEST_CASE("a training trial has the LGN spikes of a live run of its row") {
  const Tables tables;
  const ParameterSet parameters = tables.training("start,duration,stimulus,direction,contrast,phase\n"
                                                  "0,40,drifting-grating,120,0.6,45\n");
  ParameterSet with_gray = parameters;
  with_gray.set("train-gray-before", 15);
  with_gray.set("train-gray-after", 5);
  const TrialBatch batch = trials_of(with_gray).evoked(0);
  REQUIRE(batch.trials.size() == 2);
  for (std::uint32_t number = 0; number < 2; ++number) {
    CHECK(batch.directions_deg[number] == 120.0);
    ParameterSet row = parameters;
    row.set_text("protocol", "");
    row.set("direction", 120);
    row.set("contrast", 0.6);
    row.set("phase", 45);
    row.set("trial", number);
    row.set("gray-before", 15);
    row.set("grating-duration", 40);
    Session live(row, tiny_network());
    for (int step = 0; step < 60; ++step) {
      CAPTURE(step);
      const StepResult seen = live.step();
      CHECK(std::ranges::equal(seen.lgn_spikes, batch.trials[number].lgn[static_cast<std::size_t>(step)]));
    }
  }
}

TEST_CASE("with BMTK's geometry a training trial leaves out the first frame of its grating, as a live run does") {
  ParameterSet parameters = short_training();
  parameters.set_text("lgn-geometry", "bmtk");
  const Tables tables;
  write_text_file(tables.folder / "table.csv", "start,duration,stimulus,direction,contrast,phase\n"
                                               "0,40,drifting-grating,120,0.6,45\n");
  parameters.set_text("protocol", (tables.folder / "table.csv").string());
  parameters.set("train-gray-before", 15);
  parameters.set("train-gray-after", 5);
  const TrialBatch batch = trials_of(parameters).evoked(0);
  ParameterSet row = parameters;
  row.set_text("protocol", "");
  row.set("direction", 120);
  row.set("contrast", 0.6);
  row.set("phase", 45);
  row.set("gray-before", 15);
  row.set("grating-duration", 40);
  Session live(row, tiny_network());
  for (int step = 0; step < 60; ++step) {
    CAPTURE(step);
    CHECK(std::ranges::equal(live.step().lgn_spikes, batch.trials[0].lgn[static_cast<std::size_t>(step)]));
  }
}

TEST_CASE("every row and every place in it is shown; the same number gives the same piece") {
  const Tables tables;
  ParameterSet parameters = tables.training("start,duration,stimulus,direction\n"
                                            "0,60,gray,\n100,90,drifting-grating,10\n200,60,drifting-grating,20\n"
                                            "300,60,drifting-grating,30\n400,60,drifting-grating,40\n");
  const TrainingSettings settings = training_settings(parameters);
  std::set<std::size_t> rows;
  std::set<std::int64_t> offsets;
  for (std::uint32_t number = 0; number < 400; ++number) {
    const ProtocolWindow piece = settings.trials.training->draw(3000, number);
    rows.insert(piece.row);
    if (piece.row == 1)
      offsets.insert(piece.offset_ms);
    else
      CHECK(piece.offset_ms == 0);
    CHECK(piece.direction_deg == 10.0 * static_cast<double>(piece.row));
    const ProtocolWindow again = settings.trials.training->draw(3000, number);
    CHECK((again.row == piece.row && again.offset_ms == piece.offset_ms));
  }
  CHECK(rows == std::set<std::size_t>{1, 2, 3, 4});
  CHECK(offsets.size() > 20);
  CHECK(*offsets.begin() >= 0);
  CHECK(*offsets.rbegin() <= 30);
  const TrialBatch one = trials_of(parameters).evoked(3), other = trials_of(parameters).evoked(3);
  CHECK(one.trials[1].lgn == other.trials[1].lgn);
}

TEST_CASE("validation shows the rows that training leaves out, or those of another protocol") {
  const Tables tables;
  ParameterSet parameters = tables.training(ten_rows());
  TrainingTrials trials = trials_of(parameters, 2);
  CHECK(trials.validation_evoked().directions_deg == std::vector<double>{40.0, 90.0});
  std::set<double> trained;
  for (int step = 0; step < 60; ++step)
    for (const double direction : trials.evoked(step).directions_deg)
      trained.insert(direction);
  CHECK(trained == std::set<double>{0, 10, 20, 30, 50, 60, 70, 80});

  write_text_file(tables.folder / "other.csv", "start,duration,direction\n0,60,200\n60,60,210\n");
  parameters.set_text("validation-protocol", (tables.folder / "other.csv").string());
  TrainingTrials both = trials_of(parameters, 4);
  CHECK(both.validation_evoked().directions_deg == std::vector<double>{200, 200, 210, 210});
  trained.clear();
  for (int step = 0; step < 80; ++step)
    for (const double direction : both.evoked(step).directions_deg)
      trained.insert(direction);
  CHECK(trained.size() == 10); // nothing is left out
}

TEST_CASE("a movie trains, without a say in selectivity; a run with a protocol goes on bit for bit") {
  const Tables tables;
  std::ofstream movie(tables.folder / "frames.raw", std::ios::binary);
  for (int i = 0; i < 3 * 80 * 120; ++i)
    movie.put(static_cast<char>(i * 37 % 256));
  movie.close();
  const ParameterSet parameters = tables.training("start,duration,stimulus,movie,movie-layout\n"
                                                  "0,200,movie,frames.raw,120x80 uint8\n");
  CHECK(std::isnan(trials_of(parameters).evoked(0).directions_deg.front()));
  Trainer whole(tiny_network(), parameters, tables.folder / "whole");
  CHECK(finish(whole) == TrainingEnd::all_epochs);
  for (const UpdateRecord& record : whole.state().history.updates) {
    CHECK(std::isfinite(record.terms.total()));
    CHECK(record.terms.selectivity == 0.0);
  }
  {
    Trainer first(tiny_network(), parameters, tables.folder / "parts");
    interrupt_after(first, 5);
  }
  Trainer second(tiny_network(), parameters, tables.folder / "parts", tables.folder / "parts/latest.h5");
  CHECK(finish(second) == TrainingEnd::all_epochs);
  CHECK(second.weights().values().recurrent == whole.weights().values().recurrent);
}

TEST_CASE("trials without a direction leave the selectivity loss of the others as it is") {
  NeuronGroups groups;
  groups.members = {{0, 1, 2}};
  const std::vector<float> tuning{0.0f, 45.0f, 90.0f};
  const std::vector<double> average(3, 0.01);
  for (const auto method : {SelectivityLoss::Method::crowd_osi, SelectivityLoss::Method::crowd_spikes}) {
    const SelectivityLoss loss(groups, {{true, 0.4, 0.2}}, tuning, {method, 20.0, 1.0});
    const std::vector<std::vector<double>> directed{{3, 1, 2}, {0, 4, 1}}, with_movie{{3, 1, 2}, {9, 9, 9}, {0, 4, 1}};
    std::vector<std::vector<double>> one(2, std::vector<double>(3)), three(3, std::vector<double>(3));
    const double nan = std::nan("");
    const std::vector<double> two_directions{30, 100}, three_directions{30, nan, 100};
    CHECK(loss.evaluate(directed, two_directions, 400, average, one) ==
          loss.evaluate(with_movie, three_directions, 400, average, three));
    CHECK(three[0] == one[0]);
    CHECK(three[1] == std::vector<double>(3, 0.0));
    CHECK(three[2] == one[1]);
    const std::vector<double> none{nan, nan};
    CHECK(loss.evaluate(directed, none, 400, average, one) == 0.0);
  }
}

TEST_CASE("a protocol that training cannot show is told") {
  const Tables tables;
  const auto sentence = [&](const std::string& table) {
    return sentence_of([&] { training_settings(tables.training(table)); });
  };
  const std::string is_short = sentence("start,duration\n0,60\n100,59\n");
  CAPTURE(is_short);
  CHECK(is_short.find("row 2 lasts 59 ms, but a training trial shows 60 ms") != std::string::npos);
  CHECK(sentence("start,duration,stimulus\n0,60,gray\n").find("only gray") != std::string::npos);
  CHECK(sentence("start\n0\n").find("lacks \"duration\"") != std::string::npos);
  CHECK(sentence_of([&] {
          trials_of(tables.training("start,duration,stimulus,movie\n0,60,movie,nowhere.png\n"));
        }).find("nowhere.png") != std::string::npos);
  ParameterSet parameters = short_training();
  parameters.set_text("validation-protocol", "no-such-protocol");
  CHECK(sentence_of([&] { training_settings(parameters); }).find("no-such-protocol") != std::string::npos);
}
