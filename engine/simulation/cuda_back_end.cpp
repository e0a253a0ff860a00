#include "engine/simulation/cuda_back_end.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <dlfcn.h>
#include <filesystem>
#include <utility>

namespace striate {

namespace {

namespace fs = std::filesystem;

constexpr const char* module_name = "libstriate_gpu.so";
constexpr const char* entry_name = "striate_make_cuda_simulator";
using Entry = void (*)(const CudaRequest&, CudaAnswer&);

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

std::unique_ptr<Simulator> make_cuda_simulator(std::shared_ptr<const Network> network,
                                               const SimulatorOptions& options) {
  if (!network)
    throw Error("There is no network to simulate; build or open one first.");
  const fs::path file = module_file();
  if (file.empty())
    throw Error(fmt::format("This build of Striate has no CUDA back end ({} is not beside the program); use --backend "
                            "cpu, or build it on a machine with the CUDA toolkit.",
                            module_name));
  // Never unloaded: its simulators may live as long as the program.
  void* const module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (module == nullptr)
    throw Error(fmt::format("The CUDA back end cannot be loaded: {}; use --backend cpu.", dlerror()));
  const auto entry = reinterpret_cast<Entry>(dlsym(module, entry_name));
  if (entry == nullptr)
    throw Error(fmt::format("{} belongs to another version of Striate; build both together.", file.string()));
  CudaAnswer answer;
  entry({std::move(network), options}, answer);
  if (!answer.simulator)
    throw Error(answer.failure);
  return std::move(answer.simulator);
}

} // namespace striate
