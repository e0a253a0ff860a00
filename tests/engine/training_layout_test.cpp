// SPDX-License-Identifier: Apache-2.0
// The order in which the backward pass reads the synapses: every edge is there once, in its column, and weights go
// there and back.
#include "engine/training/gradient/recurrent_layout.h"
#include "hand_made_network.h"

#include <doctest/doctest.h>
#include <map>

using namespace striate;

TEST_CASE("Blocks cover all columns and segments hold every edge of a source once, several blocks per slot") {
  // Two slots per source and delays 1 to 5: more columns than a block holds.
  hand_made::RandomNetwork random(6000, 20, 3, 1.0f);
  std::uint32_t k = 0;
  for (auto& edge : random.edges.recurrent) {
    edge.delay = 1 + static_cast<int>(k % 5);
    edge.slot = k++ % 3 == 0 ? 7 : 2;
  }
  const auto network = hand_made::network(random.models, random.edges);
  const Projection& projection = network->recurrent;
  ThreadPool pool(2);
  RecurrentLayout layout(projection, 1000, pool);
  REQUIRE(layout.blocks().size() > 30);
  std::uint32_t next = 0;
  for (const auto& block : layout.blocks()) {
    CHECK(block.first_column == next);
    CHECK(block.end_column - block.first_column <= 1004);
    CHECK(layout.columns()[block.first_column].slot == layout.columns()[block.end_column - 1].slot);
    next = block.end_column;
  }
  CHECK(next == layout.columns().size());

  using Key = std::tuple<std::uint32_t, int, int, std::uint32_t, float>; // source, slot, delay, target, weight
  std::map<Key, int> expected, found;
  for (std::uint32_t source = 0; source < projection.source_count; ++source)
    for (const EdgeRun& run : projection.row(source))
      for (std::uint64_t e = run.begin; e < projection.run_end(run); ++e)
        ++expected[{source, run.slot, run.delay, projection.target[e], projection.weight[e]}];
  layout.set_weights(projection.weight, pool);
  for (const auto& chunk : layout.chunks())
    for (const auto& visit : chunk.visits)
      for (std::uint32_t source = chunk.first_source; source < chunk.end_source; ++source) {
        const auto segment = layout.segment(chunk, visit, source);
        for (std::uint64_t e = 0; e < segment.count; ++e) {
          const auto& column = layout.columns()[layout.blocks()[visit.block].first_column + segment.index[e]];
          ++found[{source, column.slot, column.delay, column.target, segment.weight[e]}];
        }
      }
  CHECK(found == expected);

  std::vector<float> in_layout(projection.edge_count());
  for (const auto& chunk : layout.chunks())
    for (const auto& visit : chunk.visits)
      for (std::uint32_t source = chunk.first_source; source < chunk.end_source; ++source) {
        const auto segment = layout.segment(chunk, visit, source);
        std::copy_n(segment.weight, segment.count, in_layout.data() + segment.first);
      }
  std::vector<float> back(projection.edge_count());
  layout.restore_order(std::span<const float>(in_layout), std::span<float>(back), pool);
  CHECK(back == projection.weight);
}

TEST_CASE("A network without recurrent synapses has an empty layout") {
  const auto network = hand_made::network({0, 1}, {});
  ThreadPool pool(1);
  const RecurrentLayout layout(network->recurrent, 1000, pool);
  CHECK(layout.columns().empty());
}
