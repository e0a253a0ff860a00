// SPDX-License-Identifier: Apache-2.0
// A network that is written and read again is the same network.
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/group.h"
#include "engine/network/sonata/read/read_sonata.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "tests/engine/network_compare.h"
#include "tests/engine/network_support.h"
#include "tests/support/temporary_folder.h"

#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

SonataNetwork read_back(const std::filesystem::path& folder, const SonataOptions& options = {}, int threads = 2) {
  ThreadPool pool(threads);
  Task task("read");
  return read_sonata(folder, options, pool, task);
}

void write(const Network& network, const std::filesystem::path& folder) {
  Task task("write");
  write_sonata(network, folder, {}, task);
}

} // namespace

TEST_CASE("a network that is written without compression is the same") {
  const auto network = build(recipe_for(60.0));
  const TemporaryFolder folder;
  Task task("write");
  write_sonata(*network, folder / "network", {.compression = 0}, task);
  CHECK(difference(*network, *read_back(folder / "network").network) == "");
  const auto edges = folder / "network/network/v1_v1_edges.h5";
  const hdf5::Id file = hdf5::open_to_read(edges);
  const std::string column = "edges/v1_to_v1/target_node_id";
  CHECK(hdf5::Dataset::open(file, column, edges, column).filters().empty());
}

TEST_CASE("reading what was written gives the identical network") {
  for (const auto rule : {NetworkRecipe::WeightRule::nll, NetworkRecipe::WeightRule::l2l}) {
    NetworkRecipe recipe = recipe_for(60.0);
    recipe.weight_rule = rule;
    recipe.small_lgn = rule == NetworkRecipe::WeightRule::l2l;
    recipe.fluctuate = recipe.small_lgn;
    const auto network = build(recipe);
    const TemporaryFolder folder;
    write(*network, folder / "network");
    for (const int threads : {1, 3}) {
      const SonataNetwork again = read_back(folder / "network", {}, threads);
      CHECK(difference(*network, *again.network) == "");
      CHECK(again.network->tables == shared_model_tables());
      CHECK(again.network->neurons.file_id.empty());
      for (std::size_t p = 0; p < network->population_range.size(); ++p) {
        CHECK(network->population_range[p].first == again.network->population_range[p].first);
        CHECK(network->population_range[p].last == again.network->population_range[p].last);
      }
      CHECK(again.warnings.empty()); // the delays of 0.88 ms and up are the model's own
    }
  }
}
