// SPDX-License-Identifier: Apache-2.0
#pragma once
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace striate {

/// While it lives, numbers too small for a normal float count as zero on this thread: currents that die away in a
/// silent network would otherwise cost a hundred times more than those of a busy one. Puts the old mode back at its
/// end.
class FlushDenormals {
public:
#if defined(__SSE2__)
  FlushDenormals() : before_(_mm_getcsr()) {
    constexpr unsigned flush_to_zero_and_denormals_are_zero = 0x8040;
    _mm_setcsr(before_ | flush_to_zero_and_denormals_are_zero);
  }
  ~FlushDenormals() {
    _mm_setcsr(before_);
  }
#else
  FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
#if defined(__SSE2__)
  unsigned before_;
#endif
};

} // namespace striate
