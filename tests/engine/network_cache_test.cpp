// SPDX-License-Identifier: Apache-2.0
// Networks kept on disk: found again bit for bit, never believed when damaged, never in the way.
#include "engine/core/errors.h"
#include "engine/network/cache/file_lock.h"
#include "engine/network/cache/network_cache.h"
#include "engine/network/cache/network_key.h"
#include "tests/engine/network_compare.h"
#include "tests/engine/network_support.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <set>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

NetworkRecipe tiny_recipe() {
  NetworkRecipe recipe = recipe_for(50);
  recipe.small_lgn = true;
  return recipe;
}

NetworkCache cache_in(const fs::path& folder) {
  return {folder, {.fewest_neurons = 0}};
}

struct Opened {
  std::shared_ptr<const Network> network;
  std::string last_step;
  std::vector<std::string> warnings;

  bool was_read() const { return last_step.starts_with("Reading"); }
};

Opened open_with(const NetworkCache& cache, const NetworkRecipe& recipe) {
  ThreadPool pool(2);
  Task task("test");
  Opened opened;
  const bool done = task.run([&](Task& t) { opened.network = cache.open_or_build(recipe, pool, t); });
  REQUIRE_MESSAGE(done, task.status().error);
  opened.last_step = task.status().step;
  opened.warnings = task.status().warnings;
  return opened;
}

std::vector<fs::path> files_in(const fs::path& folder, const std::string& part) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().find(part) != std::string::npos)
      files.push_back(entry.path());
  return files;
}

void flip_byte(const fs::path& file, std::uint64_t at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(at));
  const auto byte = static_cast<char>(stream.get() ^ 0x10);
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(byte);
}

/// Runs `work` in a process of its own and returns its exit code, or minus the signal that ended it.
int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0)
    _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

TEST_CASE("a cached network is the built one, bit for bit") {
  const TemporaryFolder folder;
  const NetworkCache cache = cache_in(folder / "networks");
  for (const bool small_lgn : {true, false}) {
    NetworkRecipe recipe = recipe_for(100, 7);
    recipe.small_lgn = small_lgn;
    const auto built = build(recipe);
    const Opened first = open_with(cache, recipe);
    const Opened second = open_with(cache, recipe);
    CHECK(!first.was_read());
    CHECK(second.was_read());
    CHECK(first.warnings.empty());
    CHECK(second.warnings.empty());
    CHECK(difference(*first.network, *built) == "");
    CHECK(difference(*second.network, *built) == "");
  }
  CHECK(files_in(folder / "networks", ".unfinished").empty());
}

TEST_CASE("every build parameter has a network of its own in the cache") {
  const TemporaryFolder folder;
  const NetworkCache cache = cache_in(folder / "networks");
  const NetworkRecipe base = tiny_recipe();
  std::vector<NetworkRecipe> recipes(7, base);
  recipes[1].radius_um = 50.5;
  recipes[2].core_radius_um += 0.001;
  recipes[3].seed = (std::uint64_t{1} << 40) + 153;
  recipes[4].weight_rule = NetworkRecipe::WeightRule::l2l;
  recipes[5].small_lgn = false;
  recipes[6].fluctuate = true;
  std::set<std::string> keys;
  for (const NetworkRecipe& recipe : recipes) {
    keys.insert(key_digest(network_key(recipe)));
    CHECK(!open_with(cache, recipe).was_read());
  }
  CHECK(keys.size() == recipes.size());
  for (const NetworkRecipe& recipe : recipes) {
    const Opened again = open_with(cache, recipe);
    CHECK(again.was_read());
    CHECK(again.network->recipe == recipe);
  }
}

TEST_CASE("networks that are built as fast as they are read are not kept") {
  const TemporaryFolder folder;
  const NetworkCache cache(folder / "networks");
  CHECK(open_with(cache, tiny_recipe()).network->neurons.size() == 1141);
  CHECK(!fs::exists(folder / "networks"));
}

TEST_CASE("a damaged byte anywhere is found, told and mended") {
  const TemporaryFolder folder;
  const NetworkCache cache = cache_in(folder / "networks");
  const NetworkRecipe recipe = tiny_recipe();
  const auto built = build(recipe);
  open_with(cache, recipe);
  const fs::path file = cache.file_for(recipe);
  const std::uint64_t size = fs::file_size(file);
  std::vector<std::uint64_t> places = {0, 15, 16, 24, 32, 40, 47, 512, 513, 520, 600, size - 1};
  for (std::uint64_t i = 0; i < 30; ++i)
    places.push_back(512 + (size - 512) / 30 * i + 7 * i);
  for (const std::uint64_t place : places) {
    CAPTURE(place);
    flip_byte(file, place);
    const Opened opened = open_with(cache, recipe);
    CHECK(!opened.was_read());
    REQUIRE(opened.warnings.size() == 1);
    CHECK(opened.warnings[0].find(file.string()) != std::string::npos);
    CHECK(difference(*opened.network, *built) == "");
    CHECK(open_with(cache, recipe).was_read());
  }
}

TEST_CASE("a file that was cut off, or is no network at all, is built again") {
  const TemporaryFolder folder;
  const NetworkCache cache = cache_in(folder / "networks");
  const NetworkRecipe recipe = tiny_recipe();
  const auto built = build(recipe);
  open_with(cache, recipe);
  const fs::path file = cache.file_for(recipe);
  const std::uint64_t size = fs::file_size(file);
  for (const std::uint64_t length :
       {std::uint64_t{0}, std::uint64_t{40}, std::uint64_t{512}, size / 2, size - 1, size + 1}) {
    CAPTURE(length);
    fs::resize_file(file, length);
    const Opened opened = open_with(cache, recipe);
    CHECK(opened.warnings.size() == 1);
    CHECK(difference(*opened.network, *built) == "");
    CHECK(open_with(cache, recipe).was_read());
  }
  NetworkRecipe other = recipe;
  other.seed = 1;
  open_with(cache, other);
  fs::copy_file(cache.file_for(other), file, fs::copy_options::overwrite_existing); // sound, but of another recipe
  const Opened opened = open_with(cache, recipe);
  REQUIRE(opened.warnings.size() == 1);
  CHECK(opened.warnings[0].find("another network") != std::string::npos);
  CHECK(difference(*opened.network, *built) == "");
}

TEST_CASE("of several processes that want the same network one builds and the others read") {
  const TemporaryFolder folder;
  const NetworkCache cache = cache_in(folder / "networks");
  const NetworkRecipe recipe = recipe_for(100, 11);
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      const Opened opened = open_with(cache, recipe);
      _exit(!opened.warnings.empty() ? 2 : opened.was_read() ? 1 : 0);
    }
    children.push_back(child);
  }
  int built = 0, read = 0;
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    built += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    read += WIFEXITED(status) && WEXITSTATUS(status) == 1;
  }
  CHECK(built == 1);
  CHECK(read == 2);
  CHECK(difference(*open_with(cache, recipe).network, *build(recipe)) == "");
}

TEST_CASE("a process killed while it keeps a network leaves nothing that is used") {
  const NetworkRecipe recipe = recipe_for(100, 12);
  const auto built = build(recipe);
  int interrupted = 0;
  for (int round = 0; round < 6; ++round) {
    const TemporaryFolder folder;
    const NetworkCache cache = cache_in(folder / "networks");
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      open_with(cache, recipe);
      _exit(0);
    }
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0 &&
           (!fs::exists(folder / "networks") || files_in(folder / "networks", ".unfinished").empty()))
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    std::this_thread::sleep_for(std::chrono::milliseconds(round));
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    interrupted += !files_in(folder / "networks", ".unfinished").empty();
    const Opened opened = open_with(cache, recipe);
    CHECK(opened.warnings.empty());
    CHECK(difference(*opened.network, *built) == "");
    CHECK(files_in(folder / "networks", ".unfinished").empty());
    CHECK(open_with(cache, recipe).was_read());
  }
  CHECK(interrupted > 0);
}

TEST_CASE("a cancel ends the wait for another process") {
  const TemporaryFolder folder;
  const NetworkCache cache = cache_in(folder / "networks");
  const NetworkRecipe recipe = tiny_recipe();
  fs::path lock_file = cache.file_for(recipe);
  fs::create_directories(lock_file.parent_path());
  Task holder("holder");
  const FileLock lock(lock_file.replace_extension(".lock"), "", holder);
  ThreadPool pool(1);
  Task task("test");
  std::jthread opener([&] { task.run([&](Task& t) { cache.open_or_build(recipe, pool, t); }); });
  while (task.status().step.find("Waiting") == std::string::npos)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  task.cancel();
  opener.join();
  CHECK(task.status().state == TaskState::cancelled);
}

TEST_CASE("a folder that cannot be written costs the cache, not the network") {
  const TemporaryFolder folder;
  const NetworkRecipe recipe = tiny_recipe();
  std::ofstream(folder / "file") << "in the way";
  const Opened opened = open_with(cache_in(folder / "file" / "networks"), recipe);
  REQUIRE(opened.warnings.size() == 1);
  CHECK(opened.warnings[0].find("Not a directory") != std::string::npos);
  CHECK(opened.network->neurons.size() == 1141);

  const fs::path read_only = folder / "read-only";
  fs::create_directories(read_only);
  open_with(cache_in(read_only), recipe);
  NetworkRecipe other = recipe;
  other.seed = 2;
  const fs::perms look =
      fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;
  fs::permissions(folder / ".", fs::perms::owner_all | look);
  fs::permissions(read_only, fs::perms::owner_read | fs::perms::owner_exec | look);
  CHECK(in_child([&] {
          if (getuid() == 0 && setuid(65534) != 0) // root may write everywhere
            return 3;
          const Opened kept = open_with(cache_in(read_only), recipe);
          const Opened built = open_with(cache_in(read_only), other);
          return kept.was_read() && kept.warnings.empty() && built.warnings.size() == 1 &&
                         built.warnings[0].find("Permission denied") != std::string::npos
                     ? 0
                     : 1;
        }) == 0);
  fs::permissions(read_only, fs::perms::owner_all);
}

TEST_CASE("a full disk costs the cache, not the network") {
  const NetworkRecipe recipe = tiny_recipe();
  for (const rlim_t limit : {1u, 3'000u, 100'000u, 500'000u, 900'000u}) {
    CAPTURE(limit);
    const TemporaryFolder folder;
    CHECK(in_child([&] { // no file may grow beyond the limit: writing fails as on a full disk
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit bound{limit, limit};
            setrlimit(RLIMIT_FSIZE, &bound);
            const Opened opened = open_with(cache_in(folder / "networks"), recipe);
            if (opened.warnings.size() != 1 || opened.warnings[0].find("File too large") == std::string::npos)
              return 1;
            return opened.network->neurons.size() == 1141 ? 0 : 2;
          }) == 0);
    CHECK(files_in(folder / "networks", ".h5").empty());
  }
}

TEST_CASE("the least recently used networks go when the cache is full, and clear removes all") {
  const TemporaryFolder folder;
  const fs::path networks = folder / "networks";
  std::vector<NetworkRecipe> recipes(3, tiny_recipe());
  for (std::size_t i = 0; i < recipes.size(); ++i)
    recipes[i].seed = i;
  open_with(cache_in(networks), recipes[0]);
  open_with(cache_in(networks), recipes[1]);
  const auto one = fs::file_size(cache_in(networks).file_for(recipes[0]));
  open_with(cache_in(networks), recipes[0]); // used after the second
  const NetworkCache cache(networks, {.fewest_neurons = 0, .most_bytes = one * 5 / 2});
  open_with(cache, recipes[2]);
  CHECK(fs::exists(cache.file_for(recipes[0])));
  CHECK(!fs::exists(cache.file_for(recipes[1])));
  CHECK(fs::exists(cache.file_for(recipes[2])));

  std::ofstream(networks / "abc.h5.unfinished-1") << "left by a crash";
  std::ofstream(networks / "notes.txt") << "not from Striate";
  const NetworkCache::Removed removed = cache.clear();
  CHECK(removed.networks == 2);
  CHECK(removed.bytes > 2 * one - one / 10);
  CHECK(fs::exists(networks / "notes.txt"));
  CHECK(files_in(networks, "").size() == 1);
  CHECK(cache_in(folder / "nowhere").clear().networks == 0);
}
