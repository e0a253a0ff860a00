// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/run_history.h"

#include <algorithm>

namespace striate {

std::vector<std::uint32_t>& RunHistory::add_spikes() {
  std::rotate(spikes.begin(), spikes.end() - 1, spikes.end());
  spikes.front().clear();
  return spikes.front();
}

StepRecord& RunHistory::add_input() {
  std::rotate(inputs.begin(), inputs.end() - 1, inputs.end());
  return inputs.front();
}

void RunHistory::load_spikes(const std::vector<std::vector<std::uint32_t>>& saved) {
  const auto older = std::copy(saved.begin(), saved.end(), spikes.begin());
  std::for_each(older, spikes.end(), [](auto& ids) { ids.clear(); });
}

void RunHistory::clear_spikes() {
  for (auto& ids : spikes)
    ids.clear();
}

} // namespace striate
