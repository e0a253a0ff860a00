// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Finds the n smallest of many keys without sorting them. Holds work space; one per thread.
class SmallestKeys {
public:
  /// Indices of the `wanted` smallest keys, of all that are below excluded_key when there are fewer. Of equal keys the
  /// one with the lower index counts as smaller. In ascending order; valid until the next call.
  std::span<const std::uint32_t> find(std::span<const float> keys, std::size_t wanted);

private:
  float guess_threshold(std::span<const float> keys, std::size_t wanted);
  void collect_below(std::span<const float> keys, float threshold);
  void keep_smallest(std::span<const float> keys, std::size_t wanted);

  std::vector<float> sample_;
  std::vector<std::uint32_t> found_;
};

} // namespace striate
