// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/cuda_entry.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <dlfcn.h>
#include <filesystem>

namespace striate {

namespace {

namespace fs = std::filesystem;

constexpr const char* module_name = "libstriate_gpu.so";

/// Beside the program as it is built, or in lib/ as it is installed; empty when it is in neither.
fs::path module_file() {
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure).parent_path();
  for (const fs::path& folder : {program, program.parent_path() / "lib" / "striate"})
    if (fs::exists(folder / module_name, failure))
      return folder / module_name;
  return {};
}

} // namespace

void* cuda_entry(const char* name) {
  const fs::path file = module_file();
  if (file.empty())
    throw Error(fmt::format("This build of Striate has no CUDA back end ({} is not beside the program); use --backend "
                            "cpu, or build it on a machine with the CUDA toolkit.",
                            module_name));
  // Never unloaded: what it makes may live as long as the program.
  void* const module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (module == nullptr)
    throw Error(fmt::format("The CUDA back end cannot be loaded: {}; use --backend cpu.", dlerror()));
  void* const entry = dlsym(module, name);
  if (entry == nullptr)
    throw Error(fmt::format("{} belongs to another version of Striate; build both together.", file.string()));
  return entry;
}

} // namespace striate
