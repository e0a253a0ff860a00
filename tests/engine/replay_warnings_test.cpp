// SPDX-License-Identifier: Apache-2.0
#include "engine/session/background_warning.h"
#include "session_support.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

#include <algorithm>

using namespace striate;
using namespace striate::test;

TEST_CASE("a run with almost no background is told, and only such a run") {
  ParameterSet parameters = tiny_parameters();
  CHECK(background_warning(parameters, *tiny_network()).empty());
  for (const double rate_Hz : {0.0, 5.0}) {
    parameters.set("background-rate", rate_Hz);
    CHECK(contains(background_warning(parameters, *tiny_network()), "almost no background"));
    Task task("replay");
    load_replay(parameters, *tiny_network(), task);
    REQUIRE(task.status().warnings.size() == 1);
    CHECK(contains(task.status().warnings[0], "almost no background"));
  }
  parameters.set_text("background-spikes", "spikes.h5");
  CHECK(background_warning(parameters, *tiny_network()).empty());
  parameters = tiny_parameters();
  Network network = *tiny_network();
  std::fill(network.background.weight.begin(), network.background.weight.end(), 0.0f);
  CHECK(contains(background_warning(parameters, network), "the weight 0"));
  network.background.weight.clear();
  CHECK(contains(background_warning(parameters, network), "no background synapses"));
}

TEST_CASE("replayed spikes whose times are probably in seconds are told") {
  const TemporaryFolder folder;
  ParameterSet parameters = tiny_parameters();
  parameters.set("duration", 2000.0);
  parameters.set_text("lgn-spikes", (folder / "spikes.csv").string());
  const auto warnings = [&](double scale) {
    std::ofstream out(folder / "spikes.csv");
    out << "timestamps,node_ids\n";
    for (int k = 1; k <= 20; ++k)
      out << fmt::format("{},{}\n", scale * 90.0 * k, k);
    out.close();
    Task task("replay");
    load_replay(parameters, *tiny_network(), task);
    return task.status().warnings;
  };
  CHECK(warnings(1.0).empty());
  REQUIRE(warnings(0.001).size() == 1);
  CHECK(contains(warnings(0.001)[0], "probably in seconds"));
}
