// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/smallest_keys.h"

#include "engine/network/generator/lgn_keys.h"

#include <algorithm>
#include <cmath>

namespace striate {

/// A threshold that most likely lies a little above the wanted-th smallest key, from a sample of the keys.
float SmallestKeys::guess_threshold(std::span<const float> keys, std::size_t wanted) {
  if (keys.size() < 128)
    return excluded_key;
  const std::size_t stride = std::max<std::size_t>(8, keys.size() / 512);
  sample_.clear();
  for (std::size_t i = 0; i < keys.size(); i += stride)
    sample_.push_back(keys[i]);
  const double expected = static_cast<double>(wanted * sample_.size()) / static_cast<double>(keys.size());
  const auto rank = static_cast<std::size_t>(expected + 3.0 * std::sqrt(expected) + 3.0);
  if (rank >= sample_.size())
    return excluded_key;
  const auto place = sample_.begin() + static_cast<std::ptrdiff_t>(rank);
  std::ranges::nth_element(sample_, place);
  return *place;
}

void SmallestKeys::collect_below(std::span<const float> keys, float threshold) {
  found_.resize(keys.size());
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < keys.size(); ++i) { // without a branch: the outcome cannot be predicted
    found_[count] = i;
    count += keys[i] < threshold;
  }
  found_.resize(count);
}

/// Shortens found_ to its `wanted` smallest keys, still in ascending order of index.
void SmallestKeys::keep_smallest(std::span<const float> keys, std::size_t wanted) {
  sample_.clear();
  for (const std::uint32_t i : found_)
    sample_.push_back(keys[i]);
  const auto place = sample_.begin() + static_cast<std::ptrdiff_t>(wanted);
  std::ranges::nth_element(sample_, place);
  const float limit = *place; // the smallest key that is not wanted; some of the wanted may equal it
  std::size_t equal =
      wanted - static_cast<std::size_t>(std::count_if(sample_.begin(), place, [&](float key) { return key < limit; }));
  std::size_t count = 0;
  for (const std::uint32_t i : found_) {
    const bool tie = keys[i] == limit && equal > 0;
    equal -= tie;
    found_[count] = i;
    count += keys[i] < limit || tie;
  }
  found_.resize(count);
}

std::span<const std::uint32_t> SmallestKeys::find(std::span<const float> keys, std::size_t wanted) {
  const float threshold = guess_threshold(keys, wanted);
  collect_below(keys, threshold);
  if (found_.size() < wanted && threshold < excluded_key)
    collect_below(keys, excluded_key); // the guess was too low: the result must not depend on it
  if (found_.size() > wanted)
    keep_smallest(keys, wanted);
  return found_;
}

} // namespace striate
