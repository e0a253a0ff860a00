// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "tests/fuzz/entry_points.h"

#include <cstdlib>
#include <string>

namespace striate::fuzz {

inline std::string text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A broken promise ends the program, which the fuzzer notices.
inline void promise(bool kept) {
  if (!kept)
    std::abort();
}

/// An Error is the only way out but return.
template <typename Work>
void tolerate_errors(Work work) {
  try {
    work();
  } catch (const Error& failure) {
    promise(failure.what()[0] != '\0');
  }
}

} // namespace striate::fuzz
