// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/run_striate.h"

#include <fmt/format.h>

#include <doctest/doctest.h>
#include <fstream>
#include <string>
#include <vector>

using namespace striate::test;

namespace {

std::string training(int epochs, int steps) {
  return fmt::format("train --network tiny --small-lgn --epochs {} --steps-per-epoch {} --train-duration 60 "
                     "--validation-batch 2 ",
                     epochs, steps);
}
const std::string batch = "--train-batch 2 ";

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

/// Without the last column, the seconds.
std::vector<std::string> losses_of(const fs::path& folder) {
  std::vector<std::string> lines = lines_of(folder / "losses.csv");
  for (std::string& line : lines)
    line.erase(line.rfind(','));
  return lines;
}

} // namespace

TEST_CASE("train shows the rows of a protocol, and says which row is too short for it") {
  const fs::path table = scratch("training-protocol") += ".csv";
  std::ofstream(table) << "start,duration,direction\n0,60,0\n100,60,90\n";
  const Result run = striate_command(training(1, 1) + batch + "--protocol " + table.string() + " --out " +
                                     scratch("training-with-protocol").string());
  CAPTURE(run.error);
  CHECK(run.exit_code == 0);
  const Result plain = striate_command(training(1, 1) + batch + "--out " + scratch("training-without").string());
  CHECK(run.error != plain.error);
  std::ofstream(table) << "start,duration,direction\n0,60,0\n100,50,90\n";
  check_sentence(striate_command(training(1, 1) + batch + "--protocol " + table.string() + " --out " +
                                 scratch("training-short").string()),
                 2, "row 2 lasts 50 ms");
}

TEST_CASE("train leaves checkpoints and losses; simulate and tune open the network it exports") {
  const fs::path out = scratch("training"), sonata = scratch("trained");
  const Result run = striate_command(training(2, 2) + batch + "--json --output " + out.string() + " --export-sonata " +
                                     sonata.string());
  CAPTURE(run.error);
  REQUIRE(run.exit_code == 0);
  CHECK(contains(run.error, "MB of memory"));
  CHECK(contains(run.error, "epoch 2: validation"));
  CHECK(contains(run.out, "\"end\":\"all-epochs\""));
  CHECK(contains(run.out, "\"updates\":8"));
  for (const char* name : {"latest.h5", "best.h5", "losses.h5", "validation.csv", "settings.json"})
    CHECK(fs::exists(out / name));
  const auto losses = lines_of(out / "losses.csv");
  REQUIRE(losses.size() == 9);
  CHECK(contains(losses.front(), "rate,voltage,selectivity,sync,weights"));

  const std::string figure = "figure " + out.string();
  const fs::path figures = scratch("training-figures");
  CHECK(striate_command(figure + " --format csv --out " + figures.string()).exit_code == 0);
  std::string drawn;
  for (const std::string& line : lines_of(figures / "training_losses.csv"))
    drawn += line;
  CHECK(contains(drawn, "training,rate,2,"));
  CHECK(contains(drawn, "validation,rate,1,"));
  CHECK(contains(striate_command(figure + " --list").out, "training_losses"));
  check_sentence(striate_command(figure + " --network"), 2, "training run");

  const std::string network = " --network file --network-file " + sonata.string();
  const Result simulated =
      striate_command("simulate --duration 100 --out " + scratch("trained-run").string() + network);
  CAPTURE(simulated.error);
  CHECK(simulated.exit_code == 0);
  const Result tuned = striate_command("tune --tune-directions 2 --tune-trials 1 --tune-gray 100 --tune-grating 200 "
                                       "--no-fits --no-figures --out " +
                                       scratch("trained-tuning").string() + network);
  CAPTURE(tuned.error);
  CHECK(tuned.exit_code == 0);
}

TEST_CASE("an interrupted run says how to go on, and goes on to the same end") {
  const std::string longer = training(2, 20) + batch;
  const fs::path whole = scratch("training-whole"), parts = scratch("training-parts");
  REQUIRE(striate_command(longer + "--out " + whole.string()).exit_code == 0);

  // Ctrl-C as soon as a third of the losses are there.
  const Result stopped = shell("( " + std::string(STRIATE_PROGRAM) + " " + longer + "--out " + parts.string() +
                               " & pid=$!; for i in $(seq 600); do [ $(cat " + (parts / "losses.csv").string() +
                               " 2>/dev/null | wc -l) -gt 25 ] && break; sleep 0.05; done; kill -TERM $pid; wait "
                               "$pid )");
  CAPTURE(stopped.error);
  CHECK(stopped.exit_code == 1);
  CHECK(contains(stopped.error, "nothing is lost"));
  const fs::path latest = parts / "latest.h5";
  CHECK(contains(stopped.error, "--resume " + latest.string()));

  const Result resumed = striate_command("train --json --resume " + latest.string());
  CAPTURE(resumed.error);
  REQUIRE(resumed.exit_code == 0);
  CHECK(contains(resumed.error, "resuming after"));
  CHECK(losses_of(parts) == losses_of(whole));
  CHECK(lines_of(parts / "validation.csv") == lines_of(whole / "validation.csv"));
}

TEST_CASE("train refuses what it cannot do in one sentence") {
  const std::string out = " --out " + scratch("training-refused").string();
  check_sentence(striate_command(training(1, 1) + "--perturb silence:PV::" + out), 2, "--perturb");
  check_sentence(striate_command(training(1, 1) + "--dynamics nest" + out), 2, "basis4");
  check_sentence(striate_command(training(1, 1) + "--train-recurrent off --train-background off" + out), 2,
                 "nothing to train");
  check_sentence(striate_command(training(1, 1) + "--train-batch 256 --train-memory 3" + out), 2, "train with at most");
  check_sentence(striate_command("train --resume " + scratch("none.h5").string()), 1, "does not exist");

  const fs::path run = scratch("training-first");
  REQUIRE(striate_command(training(1, 1) + batch + "--out " + run.string()).exit_code == 0);
  check_sentence(striate_command(training(1, 1) + batch + "--out " + run.string()), 2, "--resume");
  check_sentence(striate_command("train --network-seed 7 --resume " + (run / "latest.h5").string()), 1,
                 "another network");
}
