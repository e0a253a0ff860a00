// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate {

/// Memory of this process that is in RAM (VmRSS of /proc/self/status); 0 when unknown.
double resident_memory_bytes();

} // namespace striate
