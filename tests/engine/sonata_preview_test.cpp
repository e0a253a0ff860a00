// SPDX-License-Identifier: Apache-2.0
// What is told about a network's files before its edges are read.
#include "engine/network/sonata/read/preview.h"
#include "tests/engine/sonata_sandbox.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>

using namespace striate;
using namespace striate::test;

namespace {

SonataPreview preview(const SonataSandbox& sandbox, const SonataOptions& options = {}) {
  ThreadPool pool(1);
  Task task("preview");
  SonataPreview result;
  REQUIRE(task.run([&](Task& t) { result = preview_sonata(sandbox.folder(), options, pool, t); }));
  return result;
}

std::uint64_t count_of(const std::vector<SonataPreview::Count>& counts, const std::string& name) {
  const auto found = std::ranges::find(counts, name, &SonataPreview::Count::name);
  return found == counts.end() ? 0 : found->count;
}

} // namespace

TEST_CASE("the preview counts what the network has") {
  const SonataSandbox sandbox;
  const auto network = sandbox.read().network;
  const SonataPreview seen = preview(sandbox);
  CHECK(seen.problems.empty());
  CHECK(seen.name == network->name);
  CHECK(seen.neurons == network->neurons.size());
  CHECK(seen.neurons_in_file == seen.neurons);
  CHECK(seen.lgn_units == network->lgn_units.size());
  CHECK(seen.background_sources == network->background.source_count);
  CHECK(count_of(seen.edges, "v1_to_v1") == network->recurrent.edge_count());
  CHECK(count_of(seen.edges, "lgn_to_v1") == network->lgn_synapses);
  CHECK(count_of(seen.edges, "bkg_to_v1") == network->background.source.size());
  std::uint64_t sum = 0;
  for (const SonataPreview::Count& type : seen.cell_types)
    sum += type.count;
  CHECK(sum == seen.neurons);
  CHECK(count_of(seen.cell_types, "L4_Exc") > 0);
}

TEST_CASE("the preview of a selection counts the neurons that are taken") {
  const SonataSandbox sandbox;
  SonataOptions options;
  options.nearest = 7;
  const SonataPreview seen = preview(sandbox, options);
  CHECK(seen.neurons == 7);
  CHECK(seen.neurons_in_file > 7);
}

TEST_CASE("the preview tells everything that is wrong with config, nodes and edge tables") {
  SonataSandbox sandbox;
  sandbox.remove("v1_v1_edges", "/edges/v1_to_v1/target_node_id");
  sandbox.set_magic(0x1234); // of the nodes, see SonataSandbox
  const auto errors = preview(sandbox).problems;
  CHECK(std::ranges::any_of(
      errors, [](const SonataProblem& problem) { return problem.severity == SonataProblem::Severity::error; }));

  SonataSandbox edges;
  edges.cut("network/lgn_v1_edges.h5", 0.5);
  const SonataPreview partly = preview(edges);
  CHECK(partly.neurons > 0); // what can be told is told
  REQUIRE(!partly.problems.empty());
  CHECK(contains(partly.problems.front().sentence, "lgn_v1_edges.h5"));

  ThreadPool pool(1);
  Task task("preview");
  SonataPreview nothing;
  REQUIRE(task.run([&](Task& t) { nothing = preview_sonata("/no/such/folder", {}, pool, t); }));
  REQUIRE(nothing.problems.size() == 1);
  CHECK(contains(nothing.problems.front().sentence, "/no/such/folder"));
}
