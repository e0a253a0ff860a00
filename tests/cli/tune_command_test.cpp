// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/run_striate.h"

#include <doctest/doctest.h>

using namespace striate::test;

namespace {

const std::string short_tuning = "tune --network tiny --tune-directions 2 --tune-trials 1 --tune-gray 300 "
                                 "--tune-grating 500 --no-fits ";

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("tune leaves spikes, tables and figures; the same command goes on; figure reads its folder") {
  const fs::path out = scratch("tuning");
  const Result first = striate_command(short_tuning + "--batch 2 --json --out " + out.string());
  CAPTURE(first.error);
  REQUIRE(first.exit_code == 0);
  CHECK(contains(first.out, "\"trials_simulated\":2"));
  for (const char* name : {"neurons.csv", "comparison.csv", "fano.csv", "correlations.csv", "settings.json", "figures"})
    CHECK(fs::exists(out / name));
  const std::string neurons = text_of(out / "neurons.csv");
  CHECK(std::count(neurons.begin(), neurons.end(), '\n') > 1000);

  const Result again = striate_command(short_tuning + "--no-figures --json --out " + out.string());
  CAPTURE(again.error);
  REQUIRE(again.exit_code == 0);
  CHECK(contains(again.out, "\"trials_simulated\":0"));
  CHECK(text_of(out / "neurons.csv") == neurons);

  const fs::path figures = scratch("tuning-figures");
  const Result drawn =
      striate_command("figure " + out.string() + " --figure rate_boxes --format csv --out " + figures.string());
  CAPTURE(drawn.error);
  CHECK(drawn.exit_code == 0);
  CHECK_FALSE(fs::is_empty(figures));
  const std::string one = "figure " + out.string() + " --figure rate_boxes --format svg --overwrite --out ";
  REQUIRE(striate_command(one + figures.string() + " --width 85 --text-size 6 --letters none").exit_code == 0);
  const std::string svg = text_of(figures / "rate_boxes.svg");
  CHECK(contains(svg, "width=\"85mm\""));
  CHECK_FALSE(contains(svg, ">A</text>"));
  CHECK(striate_command(one + figures.string() + " --letters huge").exit_code == 2);
}

TEST_CASE("the spikes of a tuning run do not depend on batch and threads") {
  const fs::path one = scratch("tuning-one"), two = scratch("tuning-two");
  REQUIRE(striate_command(short_tuning + "--no-figures --batch 1 --threads 1 --out " + one.string()).exit_code == 0);
  REQUIRE(striate_command(short_tuning + "--no-figures --batch 2 --threads 2 --out " + two.string()).exit_code == 0);
  CHECK(text_of(one / "neurons.csv") == text_of(two / "neurons.csv"));
}

TEST_CASE("a series of frequencies gives a table and a figure") {
  const fs::path out = scratch("tuning-frequencies"), figures = scratch("tuning-frequencies-figures");
  const Result run = striate_command(short_tuning +
                                     "--no-figures --tune-spatial-frequencies 0.02,0.08 "
                                     "--tune-temporal-frequencies 1,4 --json --out " +
                                     out.string());
  CAPTURE(run.error);
  REQUIRE(run.exit_code == 0);
  CHECK(contains(run.out, "\"trials_simulated\":8"));
  const std::string table = text_of(out / "frequency.csv");
  for (const char* level : {"\n0.02,1,", "\n0.02,4,", "\n0.08,1,", "\n0.08,4,"})
    CHECK(contains(table, level));
  CHECK(contains(text_of(out / "stimuli.csv"), "spatial_frequency"));
  const Result drawn =
      striate_command("figure " + out.string() + " --figure frequency_response --format csv --out " + figures.string());
  CAPTURE(drawn.error);
  CHECK(drawn.exit_code == 0);
  check_sentence(striate_command(short_tuning + "--tune-spatial-frequencies 0.02,9 --out " + out.string()), 2,
                 "tune-spatial-frequencies");
}

TEST_CASE("a protocol is measured row by row; analyze reads what it leaves the same way") {
  const fs::path out = scratch("tuning-protocol"), again = scratch("tuning-protocol-analyzed");
  const fs::path table = scratch("tuning-protocol-table") += ".csv";
  std::ofstream(table) << "start,duration,stimulus,direction,flash-on\n200,300,drifting-grating,0,\n"
                          "700,300,drifting-grating,90,\n1200,300,flash,,100\n";
  const std::string tune = "tune --network tiny --no-fits --json --protocol " + table.string();
  const Result run = striate_command(tune + " --tune-passes 2 --out " + out.string());
  CAPTURE(run.error);
  REQUIRE(run.exit_code == 0);
  CHECK(contains(run.out, "\"trials\":6"));
  CHECK(contains(run.error, "OSI, DSI and vector preferred directions are omitted"));
  CHECK(fs::exists(out / "figures" / "condition_response.csv"));
  const std::string conditions = text_of(out / "conditions.csv");
  CHECK(contains(conditions, "\n\"flash\",0.8,0,0,2,"));
  CHECK(contains(text_of(out / "stimuli.csv"), ",condition\n"));

  const Result analyzed =
      striate_command("analyze --no-fits --no-figures --spikes " + (out / "spikes" / "trial_0000.h5").string() +
                      " --stimuli " + (out / "stimuli.csv").string() + " --out " + again.string());
  CAPTURE(analyzed.error);
  REQUIRE(analyzed.exit_code == 0);
  CHECK(text_of(again / "conditions.csv") == conditions);
  // One convention of the edges of windows, that of the spikes that are left.
  CHECK(contains(text_of(out / "study.csv"), "\"(from, to]\""));
  CHECK(text_of(again / "study.csv") == text_of(out / "study.csv"));
  CHECK(text_of(again / "raster.csv") == text_of(out / "raster.csv"));

  std::ofstream(table) << "start,duration,direction\n200,300,0\n400,300,90\n";
  check_sentence(striate_command(tune + " --out " + scratch("tuning-protocol-bad").string()), 1,
                 "before the previous row ends");
}

TEST_CASE("tune refuses what it does not do") {
  const std::string out = " --out " + scratch("tuning-refused").string();
  check_sentence(striate_command("tune --network tiny --perturb silence:L9:: --tune-trials 1" + out), 2, "L9");
  check_sentence(striate_command("tune --network tiny --lgn-rates a.h5 --tune-trials 1" + out), 2, "--lgn-rates");
  check_sentence(striate_command("tune --network tiny --dynamics nest --tune-trials 1" + out), 2, "basis4");
}
