// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate {

/// A function of the CUDA module beside the program (gpu/module/module.cpp) by its name. Throws Error saying what is
/// missing: the module, or the function in a module of another version.
void* cuda_entry(const char* name);

} // namespace striate
