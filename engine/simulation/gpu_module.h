// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

namespace striate {

/// The GPU module beside the program (gpu/module), as it is built or installed; empty when there is none.
std::filesystem::path gpu_module_file();

/// A function of the module by its name. Throws Error saying what is wrong: there is no module, it cannot be loaded, or
/// its build id is not the program's (engine/simulation/build_id.h).
void* gpu_entry(const char* name, const std::filesystem::path& file = gpu_module_file());

} // namespace striate
