// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/protocol.h"
#include "engine/stimulus/stimulus.h"

namespace striate {

/// The stimulus that the parameters describe.
Stimulus stimulus_from(const ParameterSet& parameters);
/// What is shown when: the protocol that the parameters name, else their one stimulus after the gray, up to the end of
/// its time (2^60 ms when there is none). Throws Error when a table cannot be used.
Protocol protocol_from(const ParameterSet& parameters);

} // namespace striate
