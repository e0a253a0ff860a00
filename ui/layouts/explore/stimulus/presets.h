// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <string>
#include <vector>

namespace striate {

/// A named stimulus: the values of some parameters, the others stay as they are.
struct Preset {
  std::string name;
  ParameterSet values;
  std::vector<std::string> keys; ///< of `values`, those that count
};

std::vector<Preset> builtin_presets();
/// The whole stimulus of `parameters` (every live parameter of the group Stimulus) under a name.
Preset stimulus_preset(const std::string& name, const ParameterSet& parameters);
/// `parameters` with the preset's values.
ParameterSet with_preset(ParameterSet parameters, const Preset& preset);
/// "Fast 8 Hz" -> "fast-8-hz"
std::string slug(const std::string& name);

} // namespace striate
