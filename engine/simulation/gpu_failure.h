// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <optional>
#include <string>

namespace striate {

/// An exception on its way out of the GPU module: program and module need not agree on exception types, so none crosses
/// their border.
struct GpuFailure {
  std::string sentence;
  Error::Kind kind = Error::Kind::work;
};

/// In the module: runs the work; what it threw, if anything.
template <typename Work>
std::optional<GpuFailure> failure_of(Work work) {
  try {
    work();
    return {};
  } catch (const Error& failure) {
    return GpuFailure{failure.what(), failure.kind()};
  } catch (const std::exception& failure) {
    return GpuFailure{failure.what()};
  }
}

/// In the program: throws the Error with the kind that it had.
inline void rethrow(const std::optional<GpuFailure>& failure) {
  if (failure)
    throw Error(failure->sentence, failure->kind);
}

} // namespace striate
