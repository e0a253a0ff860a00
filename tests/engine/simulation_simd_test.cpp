// SPDX-License-Identifier: Apache-2.0
// The neuron loop of the instruction set this machine offers against the same source built for plain x86-64.
#include "engine/core/random.h"
#include "engine/core/simd.h"
#include "engine/simulation/basis4/neurons.h"
#include "hand_made_network.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

namespace striate {
/// cpu_neurons.cpp once more, built without run-time dispatch.
bool update_piece_plain(const NeuronPiece& piece, const CellConstants& cell, const SynapseConstants& synapses,
                        bool hard_reset, const MembraneInput& input, SlotPlanes& planes, NeuronState& state,
                        std::vector<std::uint32_t>& fired);
} // namespace striate

using namespace striate;

TEST_CASE("Every instruction set gives the same bits") {
  constexpr std::uint32_t neurons = 1003; // not a multiple of any vector
  const auto cells = make_cell_constants(hand_made::tables());
  const SynapseConstants synapses = make_synapse_constants(hand_made::tables());
  const std::vector<std::uint16_t> model(neurons, 4);
  MESSAGE("this machine: " << std::string(simd_name()));
  for (const bool hard : {false, true})
    for (const bool perturbed : {false, true}) {
      RandomSequence random(3, Stream::stimulus, 1);
      MembraneInput input;
      if (perturbed) {
        for (std::uint32_t i = 0; i < neurons; ++i) {
          input.added_pA.push_back(static_cast<float>(40.0 * random.uniform()));
          input.held.push_back(random.uniform() < 0.1 ? 1 : 0);
        }
      }
      NeuronState fast(neurons), plain(neurons);
      SlotPlanes fast_planes;
      for (auto& plane : fast_planes)
        plane.resize(neurons);
      SlotPlanes plain_planes = fast_planes;
      std::size_t spikes = 0;
      for (int t = 0; t < 100; ++t) {
        for (std::size_t slot = 0; slot < fast_planes.size(); ++slot)
          for (std::uint32_t i = 0; i < neurons; ++i)
            fast_planes[slot][i] = static_cast<float>(30.0 * (random.uniform() - 0.3));
        plain_planes = fast_planes;
        std::vector<std::uint32_t> fast_fired, plain_fired;
        REQUIRE(update_piece({0, neurons, 4}, cells[4], synapses, hard, input, fast_planes, fast, fast_fired));
        REQUIRE(update_piece_plain({0, neurons, 4}, cells[4], synapses, hard, input, plain_planes, plain, plain_fired));
        CHECK(fast_fired == plain_fired);
        CHECK(fast.v == plain.v);
        CHECK(fast.countdown == plain.countdown);
        CHECK(fast.asc == plain.asc);
        CHECK(fast.rise == plain.rise);
        CHECK(fast.current == plain.current);
        spikes += fast_fired.size();
      }
      CHECK(spikes > 1000);
    }
}
