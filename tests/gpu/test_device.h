// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/simulation/gpu_back_end.h"
#include "hand_made_network.h"

#include <cstdlib>
#include <string>
#include <string_view>

namespace striate::test {

/// Where this run of the tests computes: on a graphics card when STRIATE_TEST_DEVICE is "card", otherwise in the
/// emulation of the kernels.
inline bool on_card() {
  const char* device = std::getenv("STRIATE_TEST_DEVICE");
  return device != nullptr && std::string_view(device) == "card";
}

/// Why no card can be used; empty when one can.
inline std::string missing_card() {
  const hand_made::RandomNetwork made(30, 10, 5, 40.0f);
  try {
    make_gpu_simulator(hand_made::network(made.models, made.edges), {});
    return {};
  } catch (const Error& failure) {
    return failure.what();
  }
}

} // namespace striate::test
