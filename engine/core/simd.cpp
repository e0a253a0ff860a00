// SPDX-License-Identifier: Apache-2.0
#include "engine/core/simd.h"

namespace striate {

const char* simd_name() {
#if defined(STRIATE_SIMD_ONLY)
  return STRIATE_SIMD_ONLY == 4 ? "AVX-512" : "AVX2";
#elif defined(STRIATE_HAS_SIMD)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4"))
    return "AVX-512";
  if (__builtin_cpu_supports("x86-64-v3"))
    return "AVX2";
  return "plain";
#else
  return "plain";
#endif
}

} // namespace striate
