// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Marks a function whose loops are compiled for plain x86-64, AVX2 and AVX-512; the right one is taken at load time.
/// With -ffp-contract=off all of them give the same bits. Sanitizers crash on the resolver: their builds have one
/// version, that of x86-64-v3 or x86-64-v4 as STRIATE_SIMD_ONLY says (cmake/StriateTarget.cmake), or none.
/// STRIATE_HAS_SIMD says that there are such functions in this build.
#if defined(STRIATE_PLAIN) || !defined(__x86_64__) || !defined(__GNUC__) || defined(__clang__)
#define STRIATE_SIMD
#elif defined(STRIATE_SIMD_ONLY)
#define STRIATE_HAS_SIMD
#define STRIATE_TEXT(number) #number
#define STRIATE_ARCH(level) "arch=x86-64-v" STRIATE_TEXT(level)
#define STRIATE_SIMD __attribute__((target(STRIATE_ARCH(STRIATE_SIMD_ONLY))))
#elif defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define STRIATE_SIMD
#else
#define STRIATE_HAS_SIMD
#define STRIATE_SIMD __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#endif

namespace striate {

/// "AVX-512", "AVX2" or "plain": what STRIATE_SIMD functions use on this machine.
const char* simd_name();

} // namespace striate
