// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"

#include <string>

namespace striate {

/// A sentence when the neurons of a run get nearly no background noise: then most of them are silent, whatever the
/// screen shows. Empty when they get some, or when its spikes come from a file.
std::string background_warning(const ParameterSet& parameters, const Network& network);

} // namespace striate
