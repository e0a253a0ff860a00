#pragma once
#include "engine/lgn/filter_bank.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace striate {

/// The general causal filter (spec: lgn, 5.6): any input, frame by frame, at a cost that does not depend on how often
/// the picture changes. Frames are worked in groups: at the first of a group, all that older frames contribute to the
/// whole group is added while each kernel is in cache; the newest few are added as they come, so there is no latency.
/// Value type; not thread-safe.
class FirFilter {
public:
  /// Inputs of one block of lines at frames [begin, end) into [frame][line of the block].
  using Past = std::function<void(std::size_t block, std::int64_t begin, std::int64_t end, float* inputs)>;

  /// Starts at frame `now`; `past` tells what the lines saw before, as far back as the kernels reach.
  FirFilter(const FilterBank& bank, std::int64_t now, const Past& past);

  /// Takes the input of frame `now` (one value per padded line; frames must follow each other) and writes the filtered
  /// input of every line, Hz.
  void step(const FilterBank& bank, std::int64_t now, std::span<const float> input, std::span<float> drive);

private:
  static constexpr int group = 16;

  float* past_row(std::size_t block, std::int64_t frame);
  void start_group(const FilterBank& bank, std::int64_t now);

  std::int64_t start_;
  std::vector<std::vector<float>> history_; ///< per block: ring of inputs, [frame modulo length][line of the block]
  std::vector<float> pending_;              ///< [block][frame of the group][line of the block]
};

} // namespace striate
