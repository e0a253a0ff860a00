// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

namespace striate {

/// Remembers which network these parameters ask for.
void remember_network(const ParameterSet& parameters);
/// The defaults, with the remembered network when it is at least as large as the default one. A damaged note is
/// ignored.
ParameterSet with_remembered_network();

} // namespace striate
