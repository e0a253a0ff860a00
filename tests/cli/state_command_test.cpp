// SPDX-License-Identifier: Apache-2.0
// A run that is saved and resumed from the command line, and networks from files, whose recordings carry the ids there.
#include "engine/recording/recorder.h"
#include "tests/cli/run_striate.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace striate;
using namespace striate::test;

namespace {

SpikeFile spikes_of(const fs::path& folder) {
  return read_spikes(folder / "spikes.h5");
}

SpikeFile joined(SpikeFile first, const SpikeFile& second) {
  first.time_ms.insert(first.time_ms.end(), second.time_ms.begin(), second.time_ms.end());
  first.node_id.insert(first.node_id.end(), second.node_id.begin(), second.node_id.end());
  return first;
}

} // namespace

TEST_CASE("a run equals its saved and resumed halves spike for spike") {
  const std::string changes = "--perturb silence:PV:100:220 --edit 120:direction=90 ";
  for (const std::string dynamics : {"", "--dynamics nest --dt 0.5 "}) {
    const fs::path whole = scratch("whole"), first = scratch("first"), second = scratch("second"),
                   state = scratch("state.h5");
    const std::string run = "simulate --network tiny --gray-before 50 " + dynamics + changes;
    REQUIRE(striate_command(run + "--edit 250:contrast=0.3 --duration 400 --out " + whole.string()).exit_code == 0);
    const Result saved =
        striate_command(run + "--duration 200 --save-state " + state.string() + " --out " + first.string());
    CAPTURE(saved.error);
    REQUIRE(saved.exit_code == 0);
    const Result resumed =
        striate_command("simulate --state " + state.string() +
                        " --duration 400 --threads 2 --edit 250:contrast=0.3 --json --out " + second.string());
    CAPTURE(resumed.error);
    REQUIRE(resumed.exit_code == 0);
    const auto summary = nlohmann::json::parse(resumed.out);
    CHECK(summary["from_ms"] == 200);
    CHECK(summary["duration_ms"] == 200);
    const SpikeFile one = spikes_of(whole), two = joined(spikes_of(first), spikes_of(second));
    CHECK(one.node_id.size() > 50);
    CHECK(one.time_ms == two.time_ms);
    CHECK(one.node_id == two.node_id);

    // The settings beside the second half repeat the whole run.
    const fs::path again = scratch("again");
    REQUIRE(striate_command("simulate --session " + (second / "settings.json").string() + " --out " + again.string())
                .exit_code == 0);
    CHECK(spikes_of(again).node_id == one.node_id);
  }
}

TEST_CASE("a state is saved at any millisecond on the way") {
  const fs::path whole = scratch("whole"), rest = scratch("rest"), state = scratch("state.h5");
  REQUIRE(striate_command(tiny_run + "--save-state " + state.string() + " --save-at 130 --out " + whole.string())
              .exit_code == 0);
  const Result resumed =
      striate_command("simulate --state " + state.string() + " --record spikes,lgn-spikes --out " + rest.string());
  CAPTURE(resumed.error);
  REQUIRE(resumed.exit_code == 0);
  CHECK(fs::exists(rest / "lgn_spikes.h5"));
  SpikeFile expected = spikes_of(whole);
  const auto from =
      std::upper_bound(expected.time_ms.begin(), expected.time_ms.end(), 130.0) - expected.time_ms.begin();
  CHECK(std::vector(expected.node_id.begin() + from, expected.node_id.end()) == spikes_of(rest).node_id);
}

TEST_CASE("states that cannot be used are one sentence") {
  const fs::path state = scratch("state.h5"), out = scratch("run");
  REQUIRE(striate_command(tiny_run + "--save-state " + state.string() + " --out " + out.string()).exit_code == 0);
  const std::string resume = "simulate --state " + state.string() + " --out " + scratch("other").string() + " ";
  check_sentence(striate_command(resume), 2, "already at 300 ms");
  check_sentence(striate_command(resume + "--duration 400 --direction 90"), 2, "omit --direction");
  check_sentence(striate_command(resume + "--duration 400 --network small"), 2, "omit --network");
  check_sentence(striate_command(resume + "--duration 400 --edit 100:direction=90"), 2, "precedes the saved state");
  check_sentence(striate_command(resume + "--duration 400 --session " + (out / "settings.json").string()), 2,
                 "omit --session or --state");
  check_sentence(striate_command(resume + "--duration 400 --save-at 350"), 2, "--save-state");
  check_sentence(striate_command(resume + "--duration 400 --save-at 500 --save-state " + scratch("x.h5").string()), 2,
                 "cannot be saved at 500 ms");
  check_sentence(striate_command(resume + "--duration 400 --save-state " + state.string()), 1, "already exists");
  check_sentence(striate_command(resume + "--duration 400 --save-state " + (scratch("none") / "x.h5").string()), 1,
                 "does not exist");
  check_sentence(striate_command("simulate --state " + (out / "spikes.h5").string() + " --duration 400 --out " +
                                 scratch("wrong").string()),
                 1, "spikes.h5");
  check_sentence(striate_command("simulate --state /none.h5 --duration 400 --out " + scratch("wrong").string()), 1,
                 "/none.h5");
}

TEST_CASE("recordings of a network from files carry the node ids of the files, and analyze reads them") {
  // The program orders the neurons of this network otherwise than its files.
  const fs::path network = fs::path(STRIATE_TEST_DATA) / "sonata" / "bmtk";
  const fs::path out = scratch("file-run"), measures = scratch("file-measures");
  const Result info = striate_command("network info " + network.string() + " --json");
  REQUIRE(info.exit_code == 0);
  const auto neurons = nlohmann::json::parse(info.out)["neurons"].get<std::uint64_t>();
  const Result run = striate_command("simulate --network file --network-file " + network.string() +
                                     " --duration 600 --gray-before 100 --perturb current:all:400:150: "
                                     "--probe v:ids:3:10 --out " +
                                     out.string());
  CAPTURE(run.error);
  REQUIRE(run.exit_code == 0);
  const SpikeFile spikes = spikes_of(out);
  REQUIRE(!spikes.node_id.empty());
  CHECK(*std::max_element(spikes.node_id.begin(), spikes.node_id.end()) < neurons);
  const Result analyzed =
      striate_command("analyze --spikes " + (out / "spikes.h5").string() + " --no-figures --out " + measures.string());
  CAPTURE(analyzed.error);
  CHECK(analyzed.exit_code == 0);
  CHECK(!contains(analyzed.error, "node table"));
}
