// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <cuda_runtime.h>
#include <string>

namespace striate {

/// Throws Error (device) with the card's reason unless it did as asked.
inline void check(cudaError_t result, const char* what) {
  if (result != cudaSuccess)
    throw Error(std::string("The GPU failed while ") + what + ": " + cudaGetErrorString(result) + ".",
                Error::Kind::device);
}

} // namespace striate
