// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/protocol.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// Where a run stands in its protocol at a model time.
struct ProtocolProgress {
  bool finished = false;
  std::optional<std::size_t> row;    ///< on the screen; nothing while it is gray
  std::size_t latest = 0;            ///< that row, else the one before, or the first before anything was shown
  std::size_t trial = 1, trials = 1; ///< the how many-th row of all that show the same as `latest`
  std::optional<std::size_t> next;   ///< row that follows after the gray
  std::int64_t row_left_ms = 0;      ///< until the row ends, or the next begins
  std::int64_t left_ms = 0;          ///< until the protocol ends
};

ProtocolProgress protocol_progress(const Protocol& protocol, std::int64_t now_ms);

/// The parameters that some row sets: those of the run that do not act while the protocol plays.
std::vector<std::string> keys_of(const Protocol& protocol);

} // namespace striate
