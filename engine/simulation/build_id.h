// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate {

/// Names the shape of everything that program and GPU module share: 32 hexadecimal digits from all headers of the
/// engine and the compiler. Both are linked with their own copy; only equal ones fit together.
const char* build_id();

} // namespace striate
