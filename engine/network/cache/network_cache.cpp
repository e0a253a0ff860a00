// SPDX-License-Identifier: Apache-2.0
#include "engine/network/cache/network_cache.h"

#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "engine/network/cache/file_lock.h"
#include "engine/network/cache/network_file.h"
#include "engine/network/cache/network_key.h"
#include "engine/network/cache/posix_file.h"
#include "engine/network/generator/generate.h"
#include "engine/network/generator/neurons.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <unistd.h>
#include <vector>

namespace striate {

namespace fs = std::filesystem;

namespace {

constexpr const char* network_ending = ".h5";
constexpr const char* lock_ending = ".lock";
constexpr const char* unfinished_mark = ".unfinished-"; ///< followed by the number of the process

bool is_unfinished(const fs::path& file) {
  return file.filename().string().find(unfinished_mark) != std::string::npos;
}

/// Removes the file when it goes out of scope, unless it was renamed before.
struct RemovedAtEnd {
  fs::path file;
  ~RemovedAtEnd() {
    std::error_code ignored;
    fs::remove(file, ignored);
  }
};

} // namespace

fs::path network_cache_folder() {
  return user_cache_directory() / "networks";
}

fs::path NetworkCache::file_for(const NetworkRecipe& recipe) const {
  return folder_ / (key_digest(network_key(recipe)) + network_ending);
}

std::shared_ptr<const Network> NetworkCache::open_or_build(const NetworkRecipe& recipe, ThreadPool& pool,
                                                           Task& task) const {
  check_recipe(recipe);
  const auto counts = neuron_counts(model_tables(), recipe);
  if (std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}) < options_.fewest_neurons)
    return generate_network(recipe, pool, task);

  const std::string key = network_key(recipe);
  const fs::path file = folder_ / (key_digest(key) + network_ending);
  std::string damage;
  if (auto network = open(file, key, pool, task, damage))
    return network;

  std::optional<FileLock> lock;
  try {
    std::error_code failure;
    fs::create_directories(folder_, failure);
    if (failure)
      throw Error(fmt::format("{} could not be created: {}.", folder_.string(), failure.message()));
    fs::path lock_file = file;
    lock.emplace(lock_file.replace_extension(lock_ending), "Waiting for another Striate process to build this network",
                 task);
    if (auto network = open(file, key, pool, task, damage)) // another process was faster
      return network;
    fs::remove(file, failure);
    for (const auto& entry : fs::directory_iterator(folder_)) // whoever wrote these is gone: the lock is ours
      if (is_unfinished(entry.path()) && entry.path().filename().string().starts_with(file.filename().string()))
        fs::remove(entry.path(), failure);
  } catch (const Error& failure) {
    task.warn(fmt::format("The network is built because the cache cannot be used: {}", failure.what()));
  } catch (const fs::filesystem_error& failure) {
    task.warn(fmt::format("The network is built because the cache cannot be used: {}.", failure.code().message()));
    lock.reset();
  }
  if (!damage.empty())
    task.warn(fmt::format("A cached network was damaged and is rebuilt: {}", damage));
  auto network = generate_network(recipe, pool, task);
  if (lock)
    keep(*network, key, file, pool, task);
  return network;
}

std::shared_ptr<const Network> NetworkCache::open(const fs::path& file, const std::string& key, ThreadPool& pool,
                                                  Task& task, std::string& damage) const {
  damage.clear();
  std::error_code ignored;
  if (!fs::exists(file, ignored))
    return nullptr;
  try {
    task.set_step("Reading the network from the cache");
    auto network = read_network_file(file, key, pool, task);
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored); // it was used
    return network;
  } catch (const TaskCancelled&) {
    throw;
  } catch (const std::exception& failure) { // also a bad_alloc for an absurd size
    damage = failure.what();
    return nullptr;
  }
}

void NetworkCache::keep(const Network& network, const std::string& key, const fs::path& file, ThreadPool& pool,
                        Task& task) const {
  RemovedAtEnd beside{file};
  beside.file += unfinished_mark + std::to_string(getpid());
  try {
    task.set_step("Caching the network for the next start");
    write_network_file(network, key, beside.file, pool, task);
    fs::rename(beside.file, file);
    sync_folder(folder_);
    drop_oldest(file);
  } catch (const Error& failure) {
    task.warn(fmt::format("The network could not be cached for the next start: {}", failure.what()));
  } catch (const fs::filesystem_error& failure) {
    task.warn(fmt::format("The network could not be cached for the next start: {} ({}).", file.string(),
                          failure.code().message()));
  }
}

void NetworkCache::drop_oldest(const fs::path& newest) const {
  struct Kept {
    fs::path file;
    fs::file_time_type used;
    std::uint64_t bytes;
  };
  std::vector<Kept> others;
  std::uint64_t total = fs::file_size(newest);
  for (const auto& entry : fs::directory_iterator(folder_))
    if (entry.path().extension() == network_ending && entry.path() != newest) {
      others.push_back({entry.path(), entry.last_write_time(), entry.file_size()});
      total += others.back().bytes;
    }
  std::ranges::sort(others, {}, &Kept::used);
  for (const Kept& oldest : others) {
    if (total <= options_.most_bytes)
      break;
    std::error_code ignored;
    fs::remove(oldest.file, ignored);
    total -= oldest.bytes;
  }
}

NetworkCache::Removed NetworkCache::clear() const {
  Removed removed;
  std::error_code failure;
  if (!fs::exists(folder_, failure))
    return removed;
  try {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const fs::path& file = entry.path();
      if (file.extension() == network_ending || file.extension() == lock_ending || is_unfinished(file))
        files.push_back(file);
    }
    for (const fs::path& file : files) {
      const bool network = file.extension() == network_ending;
      const std::uint64_t bytes = fs::file_size(file, failure);
      if (fs::remove(file)) {
        removed.networks += network;
        removed.bytes += failure ? 0 : bytes;
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("The network cache {} could not be cleared ({}: {}); remove it by hand.", folder_.string(),
                            error.path1().string(), error.code().message()));
  }
  return removed;
}

} // namespace striate
