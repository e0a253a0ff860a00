// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate {

/// Numbers are written and read with a point and without separators, whatever the user's locale. Call it as soon as the
/// application object is there: its constructor sets the C locale of the process from the environment.
void use_plain_numbers();

} // namespace striate
