// SPDX-License-Identifier: Apache-2.0
#include "engine/core/huge_pages.h"

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace striate {

bool use_huge_pages(const void* begin, std::size_t bytes) {
#if defined(__linux__)
  constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
  constexpr int collapse_now = 25; // MADV_COLLAPSE, Linux 6.1; older headers do not name it, older systems refuse it
  const auto address = reinterpret_cast<std::uintptr_t>(begin);
  const std::uintptr_t first = (address + page - 1) / page * page;
  const std::uintptr_t last = (address + bytes) / page * page;
  if (first >= last)
    return false;
  void* const inside = reinterpret_cast<void*>(first);
  const bool later = madvise(inside, last - first, MADV_HUGEPAGE) == 0;
  return madvise(inside, last - first, collapse_now) == 0 || later;
#else
  static_cast<void>(begin);
  static_cast<void>(bytes);
  return false;
#endif
}

} // namespace striate
