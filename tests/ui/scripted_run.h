// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/run_settings.h"
#include "engine/session/session.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace striate {

/// Ids of all spikes before `end_ms` of a headless run with recorded settings and edits.
inline std::vector<std::uint64_t> scripted_ids(const RunSettings& settings, std::shared_ptr<const Network> network,
                                               std::int64_t end_ms) {
  Session scripted(settings.parameters, std::move(network));
  std::vector<std::uint64_t> ids;
  auto edit = settings.edits.begin();
  while (scripted.now() < end_ms) {
    for (; edit != settings.edits.end() && edit->at_ms == scripted.now(); ++edit)
      scripted.edit(edit->parameters);
    const auto spikes = scripted.step().spikes;
    ids.insert(ids.end(), spikes.begin(), spikes.end());
  }
  return ids;
}

} // namespace striate
