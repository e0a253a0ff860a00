// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate {

/// Largest resident memory of this process so far, in MB (10^6 bytes); 0 when the system does not tell.
double peak_memory_mb();
/// Resident memory now, in MB.
double resident_memory_mb();
/// Memory of the machine, in MB; 0 when the system does not tell.
double physical_memory_mb();

} // namespace striate
