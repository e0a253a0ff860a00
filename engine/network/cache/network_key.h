// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <string>

namespace striate {

/// What decides every bit of a generated network, as one line of text: all build parameters, the version of the
/// generator and a digest of the model tables. Equal keys mean equal networks. Throws Error when a table cannot be
/// read.
std::string network_key(const NetworkRecipe& recipe);

/// A file name for a key: 32 hexadecimal digits (XXH3, 128 bits).
std::string key_digest(const std::string& key);

} // namespace striate
