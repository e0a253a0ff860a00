// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>

namespace striate {

/// Asks the system to keep [begin, begin + bytes) in pages of 2 MB from now on: random access to tables of hundreds of
/// megabytes then needs fewer page-table walks. The content does not change; other threads may read it meanwhile.
/// Returns whether the system agreed; nothing is lost when it does not.
bool use_huge_pages(const void* begin, std::size_t bytes);

template <typename T>
bool use_huge_pages(std::span<const T> table) {
  return use_huge_pages(table.data(), table.size_bytes());
}

} // namespace striate
