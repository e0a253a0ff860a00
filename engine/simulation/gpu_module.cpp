// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/gpu_module.h"

#include "engine/core/errors.h"
#include "engine/simulation/build_id.h"

#include <fmt/format.h>

#include <dlfcn.h>
#include <filesystem>
#include <string_view>

namespace striate {

namespace {

namespace fs = std::filesystem;

constexpr const char* module_name = "libstriate_gpu.so";

Error foreign(const fs::path& file) {
  return Error(fmt::format("{} belongs to another build of Striate; build or install both together, or use --backend "
                           "cpu.",
                           file.string()));
}

} // namespace

fs::path gpu_module_file() {
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure).parent_path();
  for (const fs::path& folder : {program, program.parent_path() / "lib" / "striate"})
    if (fs::exists(folder / module_name, failure))
      return folder / module_name;
  return {};
}

void* gpu_entry(const char* name, const fs::path& file) {
  if (file.empty())
    throw Error(fmt::format("This build of Striate has no CUDA back end ({} is not beside the program); use --backend "
                            "cpu, or build it on a machine with the CUDA toolkit.",
                            module_name));
  // Never unloaded: what it makes may live as long as the program.
  void* const module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (module == nullptr)
    throw Error(fmt::format("The CUDA back end cannot be loaded: {}; use --backend cpu.", dlerror()));
  using BuildId = const char* (*)();
  const auto id = reinterpret_cast<BuildId>(dlsym(module, "striate_build_id"));
  if (id == nullptr || std::string_view(id()) != build_id())
    throw foreign(file);
  void* const entry = dlsym(module, name);
  if (entry == nullptr)
    throw foreign(file);
  return entry;
}

} // namespace striate
