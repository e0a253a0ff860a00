// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/neuron_pieces.h"

#include <algorithm>

namespace striate {

std::vector<NeuronPiece> neuron_pieces(std::span<const std::uint16_t> model, std::uint32_t begin, std::uint32_t end) {
  std::vector<NeuronPiece> pieces;
  while (begin < end) {
    const std::uint32_t limit = std::min(end, begin + NeuronPiece::largest);
    std::uint32_t stop = begin + 1;
    while (stop < limit && model[stop] == model[begin])
      ++stop;
    pieces.push_back({begin, stop, model[begin]});
    begin = stop;
  }
  return pieces;
}

void MembraneInput::set(const Perturbation& perturbation, std::size_t neurons) {
  const bool acts = !perturbation.added_pA.empty() || !perturbation.silenced.empty();
  added_pA.assign(acts ? neurons : 0, 0.0f);
  held.assign(acts ? neurons : 0, 0);
  std::ranges::copy(perturbation.added_pA, added_pA.begin());
  std::ranges::transform(perturbation.silenced, held.begin(),
                         [](std::uint8_t silenced) { return silenced != 0 ? 1 : 0; });
}

} // namespace striate
