// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv.h"
#include "tests/cli/run_striate.h"

#include <doctest/doctest.h>

using namespace striate::test;

namespace {

fs::path practice(const std::string& name) {
  return fs::path(STRIATE_TEST_DATA) / "practice" / name;
}

std::string arguments(const std::string& spikes, const fs::path& nodes, const fs::path& out) {
  return "analyze --json --no-fits --no-figures --overwrite --fano-samples 5 --spikes " + spikes + " --nodes " +
         nodes.string() + " --stimuli " + practice("00_base_data/stimuli.csv").string() + " --out " + out.string() +
         " ";
}

std::vector<double> rates(const fs::path& out) {
  return striate::CsvTable::read(out / "neurons.csv").numbers("average_rate_Hz");
}

const std::vector<double> right{7.0, 10.0, 7.5, 0.0};

} // namespace

TEST_CASE("analyze: --population and --spike-unit say what files do not") {
  const fs::path out = scratch("analyze-practice"), nodes = practice("00_base_data/nodes.csv");
  const std::string two = practice("02_spike_populations/bkg_and_cortex.h5").string();
  const Result with_nodes = striate_command(arguments(two, practice("02_spike_populations/cortex_nodes.h5"), out));
  CAPTURE(with_nodes.error);
  REQUIRE(with_nodes.exit_code == 0);
  CHECK(rates(out) == right);
  check_sentence(striate_command(arguments(two, nodes, out)), 2, "bkg, cortex; choose one with --population");
  CHECK(striate_command(arguments(two, nodes, out) + "--population cortex").exit_code == 0);
  CHECK(rates(out) == right);
  check_sentence(striate_command(arguments(two, nodes, out) + "--population lgn"), 2, "only bkg, cortex");

  const fs::path seconds = scratch("seconds") += ".csv";
  std::ofstream(seconds) << "timestamps,node_ids\n0.6,0\n0.7,1\n2.1,0\n";
  const Result doubted = striate_command(arguments(seconds.string(), nodes, out));
  CHECK(doubted.exit_code == 0);
  CHECK(contains(doubted.error, "probably in seconds"));
  CHECK(contains(doubted.out, "\"warnings\":[\"All 3 spikes lie between"));
  const Result said = striate_command(arguments(seconds.string(), nodes, out) + "--spike-unit s");
  CHECK(said.exit_code == 0);
  CHECK_FALSE(contains(said.error, "probably in seconds"));
  check_sentence(striate_command(arguments(practice("04_spike_seconds/spikes_units_s.h5").string(), nodes, out) +
                                 "--spike-unit ms"),
                 2, "is in \"s\"");
}

TEST_CASE("analyze reads what NEST writes and refuses a time that is none by its row") {
  const fs::path out = scratch("analyze-nest"), nodes = practice("00_base_data/nodes.csv");
  const Result nest = striate_command(arguments(practice("05_nest_dat/spike_recorder-51-0.dat").string(), nodes, out));
  CAPTURE(nest.error);
  REQUIRE(nest.exit_code == 0);
  CHECK(rates(out) == right);
  CHECK(contains(nest.out, "\"warnings\":[]"));
  check_sentence(striate_command(arguments(practice("06_bad_spike_values/nan.h5").string(), nodes, out)), 1,
                 "nan.h5: the time is not a number (NaN)");
}
