// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace striate {

/// Generated networks kept on disk so that the next start reads instead of builds. A file per network, named by its
/// key; written beside and renamed, so a crash never leaves a half file under the right name. Safe for several
/// processes and threads on one folder: the second one that wants the same network waits for the first and then reads.
/// Whatever goes wrong with the cache (damage, read-only folder, full disk) becomes a warning of the task and the
/// network is built.
class NetworkCache {
public:
  struct Options {
    std::uint32_t fewest_neurons = 2'000;         ///< smaller networks are built as fast as they are read
    std::uint64_t most_bytes = 12'000'000'000ull; ///< the least recently used files go when all together exceed this
  };

  explicit NetworkCache(std::filesystem::path folder) : NetworkCache(std::move(folder), Options{}) {}
  NetworkCache(std::filesystem::path folder, Options options) : folder_(std::move(folder)), options_(options) {}

  /// The network of the recipe, bit for bit as generate_network builds it. Throws what generate_network throws.
  std::shared_ptr<const Network> open_or_build(const NetworkRecipe& recipe, ThreadPool& pool, Task& task) const;

  /// Where the network of a recipe is or would be.
  std::filesystem::path file_for(const NetworkRecipe& recipe) const;

  struct Removed {
    std::size_t networks = 0;
    std::uint64_t bytes = 0;
  };
  /// Removes all cached networks and what crashes left. Throws Error naming what could not be removed.
  Removed clear() const;

private:
  std::shared_ptr<const Network> open(const std::filesystem::path& file, const std::string& key, ThreadPool& pool,
                                      Task& task, std::string& damage) const;
  void keep(const Network& network, const std::string& key, const std::filesystem::path& file, ThreadPool& pool,
            Task& task) const;
  void drop_oldest(const std::filesystem::path& newest) const;

  std::filesystem::path folder_;
  Options options_;
};

/// The folder "networks" in the user's cache directory.
std::filesystem::path network_cache_folder();

} // namespace striate
