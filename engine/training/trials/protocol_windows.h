// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/protocol.h"
#include "engine/stimulus/stimulus.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace striate {

/// A piece of a row of a protocol.
struct ProtocolWindow {
  std::size_t row = 0;
  std::int64_t offset_ms = 0; ///< since the start of the row
  Stimulus stimulus;          ///< random values drawn
  double direction_deg = 0.0; ///< NaN when the stimulus has none
};

/// The pieces of a protocol's rows that training shows instead of gratings of random direction: every row that is not
/// gray is as likely as the others, and so is every place in it. Immutable, any thread.
class ProtocolWindows {
public:
  enum class Rows { training, held_out, all };

  /// window_ms: length of a piece. Rows of held_out: only the rows kept for validation (every fifth row that is not
  /// gray; protocols of fewer have none to spare: then the same rows as in training). Throws a usage Error naming the
  /// protocol and the row that is shorter than a piece, or when all rows are gray.
  ProtocolWindows(Protocol protocol, const ParameterSet& run, std::int64_t window_ms, Rows rows);

  /// The piece of a trial; the same number, the same piece.
  ProtocolWindow draw(std::uint64_t seed, std::uint32_t number) const;
  /// The piece of trial k of n, whose rows are spread evenly over all.
  ProtocolWindow spread(std::uint64_t seed, std::uint32_t number, int k, int n) const;
  /// One per row that is drawn from; random values are those of some trial.
  std::vector<Stimulus> stimuli() const;

private:
  ProtocolWindow window(std::size_t place, double share, std::uint64_t seed, std::uint32_t number) const;

  Protocol protocol_;
  ParameterSet run_;
  std::int64_t window_ms_;
  std::vector<std::size_t> rows_; ///< that are drawn from
};

} // namespace striate
