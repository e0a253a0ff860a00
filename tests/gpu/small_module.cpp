// SPDX-License-Identifier: Apache-2.0
// A module as the program loads it, without a GPU: entries that fail in every way. MODULE_ID overrides its build id.
#include "engine/simulation/build_id.h"
#include "engine/simulation/gpu_back_end.h"

#include <stdexcept>

#define STRIATE_ENTRY extern "C" __attribute__((visibility("default")))

STRIATE_ENTRY const char* striate_build_id() {
#ifdef MODULE_ID
  return MODULE_ID;
#else
  return striate::build_id();
#endif
}

STRIATE_ENTRY void usage_error(const striate::GpuRequest&, striate::GpuAnswer& answer) {
  answer.failure = striate::failure_of([] { throw striate::Error("A wrong request.", striate::Error::Kind::usage); });
}

STRIATE_ENTRY void device_error(const striate::GpuRequest&, striate::GpuAnswer& answer) {
  answer.failure = striate::failure_of(
      [] { throw striate::Error("The GPU failed while computing: lost.", striate::Error::Kind::device); });
}

STRIATE_ENTRY void other_error(const striate::GpuRequest&, striate::GpuAnswer& answer) {
  answer.failure = striate::failure_of([] { throw std::runtime_error("something else"); });
}
