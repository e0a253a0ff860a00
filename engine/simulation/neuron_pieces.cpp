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

} // namespace striate
