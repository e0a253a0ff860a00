// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/filter_bank.h"

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace striate {

/// The general causal filter (docs/model/lgn.md#eq-16): any input, exact. The input is taken as a staircase, so a frame
/// costs only where it differs from the one before: output = sum over changes of (change of input) * (step response of
/// the kernel at the change's age). A flash is one change, a 30 Hz movie 18 within reach of the longest kernel, a movie
/// at 1 kHz all of them.
///
/// Kernels and changes are larger than the caches, so what they are fetched for is worked off at once. Frames come in
/// stretches of four groups of 16. At the first frame of a stretch, what all changes before it contribute to the whole
/// stretch is added; at the first frame of a later group, what the changes of the stretch so far contribute to that
/// group; the newest are added as they come, so there is no latency. Every block of lines starts its stretches at
/// another frame, so that all steps cost the same. Value type.
class StepFilter {
public:
  explicit StepFilter(const FilterBank& bank);

  /// Takes the input of frame `now` (one value per padded line; frames must follow each other) and adds the filtered
  /// input, Hz, to drive, for the blocks of lines [begin, end): threads may share the blocks of a frame. `changed` =
  /// false promises the same input as at the frame before. Returns whether the blocks are at rest: nothing but zeros
  /// was seen within reach of their kernels. When all are and nothing changes, steps may be left out.
  bool step(const FilterBank& bank, std::int64_t now, bool changed, std::size_t begin, std::size_t end,
            std::span<const float> input, std::span<float> drive);

private:
  static constexpr int group = FilterBank::step_group;
  static constexpr int stretch = 4 * group;
  using Row = std::array<float, lines_per_block>;

  /// The changes of the 16 frames of one group of one block.
  struct Changes {
    std::int64_t first = 0;     ///< frame
    std::uint32_t frames = 0;   ///< bit i: frame first + i has a change
    std::vector<float> changes; ///< [frame][line of the block]
  };
  struct BlockState {
    std::deque<Changes> recent; ///< groups with a change within reach, oldest first
    Row seen{};                 ///< the input so far: the sum of all changes
    Row settled{};              ///< the sum of those changes whose step response is over for all groups to come
    /// [frame of the stretch][line of the block]: what the changes before each group contribute. Empty: nothing, as no
    /// change is within reach and settled is zero.
    std::vector<float> pending;
  };

  /// Changes whose response is over for all frames from this one on only count as a sum.
  static void settle(const FilterBank::Block& block, std::int64_t from, BlockState& state);
  /// Adds what changes contribute to the group that begins at `from`; pending is that of its first frame.
  static void add_changes(const FilterBank::Block& block, const Changes& old, std::int64_t from, float* pending);
  static void start_stretch(const FilterBank::Block& block, std::int64_t now, BlockState& state);
  /// place: of the frame in its stretch.
  static void start_group(const FilterBank::Block& block, std::int64_t now, int place, BlockState& state);
  void take(std::int64_t now, int place, const float* input, BlockState& state);

  std::vector<BlockState> blocks_;
};

} // namespace striate
