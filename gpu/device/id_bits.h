// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

// A set of ids as the kernels mark it: bit i of word w is id 32 w + i. Threads mark in any order; the bits have the ids
// in theirs.

inline constexpr std::size_t bits_per_word = 32;

constexpr std::size_t words_for(std::size_t bits) {
  return (bits + bits_per_word - 1) / bits_per_word;
}

/// ids: ascending.
inline void collect_ids(std::span<const std::uint32_t> words, std::vector<std::uint32_t>& ids) {
  ids.clear();
  for (std::size_t word = 0; word < words.size(); ++word)
    for (std::uint32_t bits = words[word]; bits != 0; bits &= bits - 1)
      ids.push_back(static_cast<std::uint32_t>(word * bits_per_word) +
                    static_cast<std::uint32_t>(std::countr_zero(bits)));
}

} // namespace striate
