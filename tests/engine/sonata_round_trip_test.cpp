// SPDX-License-Identifier: Apache-2.0
// What write_sonata writes, read_sonata reads back as the identical network.
#include "engine/network/sonata/read/read_sonata.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "tests/engine/network_compare.h"
#include "tests/engine/network_support.h"
#include "tests/support/temporary_folder.h"

#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

std::shared_ptr<const Network> through_files(const Network& network) {
  const TemporaryFolder folder;
  ThreadPool pool(2);
  Task task("test");
  SonataNetwork read;
  const bool done = task.run([&](Task& t) {
    write_sonata(network, folder / "net", {}, t);
    read = read_sonata(folder / "net", {}, pool, t);
  });
  REQUIRE_MESSAGE(done, task.status().error);
  for (const SonataProblem& warning : read.warnings)
    FAIL_CHECK(warning.sentence);
  return read.network;
}

} // namespace

TEST_CASE("a generated network comes back identical") {
  NetworkRecipe tiny = recipe_for(50);
  NetworkRecipe l2l = recipe_for(100, 4);
  l2l.weight_rule = NetworkRecipe::WeightRule::l2l;
  l2l.small_lgn = true;
  NetworkRecipe odd = recipe_for(61.5, 3); // another radius, Poisson counts
  odd.fluctuate = true;
  for (const NetworkRecipe& recipe : {tiny, l2l, odd}) {
    const auto network = build(recipe);
    CAPTURE(network->name);
    CHECK(difference(*through_files(*network), *network) == "");
  }
}

TEST_CASE("a network with trained weights comes back identical") {
  Network network = *build(recipe_for(50));
  for (std::size_t i = 0; i < network.recurrent.weight.size(); i += 3)
    network.recurrent.weight[i] *= 1.37f;
  for (std::size_t i = 0; i < network.lgn.weight.size(); i += 5)
    network.lgn.weight[i] *= 0.71f;
  for (std::size_t i = 0; i < network.background.weight.size(); i += 7)
    network.background.weight[i] += 0.3f;
  network.lgn_synapses = network.lgn.edge_count(); // the rows of pairs whose synapses cannot be told apart
  CHECK(difference(*through_files(network), network) == "");
}
