// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/lgn.h"
#include "engine/lgn/line_blocks.h"
#include "engine/lgn/receptive_fields.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace striate {

/// The filters of a whole LGN population: everything that does not change with time. The amplitude of a line (+1 ON, -1
/// OFF, computed for composites) is part of its kernel, so rate = max(0, kernel * input + spontaneous rate):
/// docs/model/lgn.md#eq-9 and docs/model/lgn.md#eq-10. Immutable after construction; shared by all copies of an Lgn.
class FilterBank {
public:
  /// Throws Error naming the unit whose parameters are impossible.
  FilterBank(const LgnUnits& units, LgnGeometry geometry);

  std::uint32_t units() const { return units_; }
  std::size_t blocks() const { return blocks_.size(); }
  std::size_t padded_lines() const { return blocks() * lines_per_block; }
  /// Unit of line units() + i: the composite units.
  const std::vector<std::uint32_t>& composites() const { return composites_; }
  /// Spontaneous rate per line, Hz, padded with 0.
  const std::vector<float>& spontaneous_Hz() const { return spontaneous_Hz_; }
  /// How the lines see frames (and, on the grid of patterns, gratings). A picture has a grid of its own in bmtk only.
  const ReceptiveFields& spatial(PixelGrid grid = PixelGrid::pattern) const {
    return grid == PixelGrid::picture && pictures_ ? *pictures_ : patterns_;
  }

  static constexpr int step_group = 16; ///< frames that the step filter works at once

  /// The kernels of one block: only lags first..last have non-zero taps; row(lag) holds one tap per line. step_row(lag)
  /// is the running sum of the taps up to a lag, for first <= lag < last + step_group: constant after last.
  struct Block {
    int first = 0, last = 0; ///< ms
    std::vector<float> taps, steps;

    const float* row(int lag) const { return taps.data() + static_cast<std::ptrdiff_t>(lag - first) * lines_per_block; }
    const float* step_row(int lag) const {
      return steps.data() + static_cast<std::ptrdiff_t>(lag - first) * lines_per_block;
    }
  };
  const Block& block(std::size_t index) const { return blocks_[index]; }
  /// Longest lag of any line, ms.
  int last_lag() const { return last_lag_; }

private:
  std::uint32_t units_;
  std::vector<std::uint32_t> composites_;
  std::vector<Block> blocks_;
  std::vector<float> spontaneous_Hz_;
  ReceptiveFields patterns_;
  std::optional<ReceptiveFields> pictures_;
  int last_lag_ = 0;
};

} // namespace striate
