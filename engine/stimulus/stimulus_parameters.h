#pragma once
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/stimulus.h"

namespace striate {

/// The stimulus that the parameters describe.
Stimulus stimulus_from(const ParameterSet& parameters);

} // namespace striate
