// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/live/spike_history.h"

namespace striate {

std::span<const std::uint32_t> SpikeBlock::at(std::int64_t ms) const {
  if (ms < first_ms || ms >= end_ms())
    return {};
  const auto step = static_cast<std::size_t>(ms - first_ms);
  return std::span(id).subspan(offset[step], offset[step + 1] - offset[step]);
}

void SpikeHistory::append(std::shared_ptr<const SpikeBlock> block) {
  if (!block || block->steps() == 0)
    return;
  if (!blocks_.empty() && block->first_ms != end_ms())
    clear();
  blocks_.push_back(std::move(block));
  // The block that the limit cuts is kept whole: at least keep_ms are there.
  while (blocks_.front()->end_ms() <= end_ms() - keep_ms_)
    blocks_.pop_front();
}

void SpikeHistory::clear() {
  blocks_.clear();
  ++generation_;
}

} // namespace striate
