#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
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

TEST_CASE("tune refuses what it does not do") {
  const std::string out = " --out " + scratch("tuning-refused").string();
  check_sentence(striate_command("tune --network tiny --perturb silence:PV:: --tune-trials 1" + out), 2, "--perturb");
  check_sentence(striate_command("tune --network tiny --dynamics nest --tune-trials 1" + out), 2, "basis4");
}
