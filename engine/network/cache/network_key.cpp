// SPDX-License-Identifier: Apache-2.0
#include "engine/network/cache/network_key.h"

#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "engine/network/generator/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>
#include <xxhash.h>

namespace striate {

namespace fs = std::filesystem;

namespace {

std::string digest(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

/// Names and contents of all tables: a changed table makes other networks.
std::string tables_digest() {
  std::vector<fs::path> files;
  const fs::path folder = resource("tables");
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".csv")
      files.push_back(entry.path());
  std::ranges::sort(files);
  std::string all;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    all += fs::relative(file, folder).string() + '\n';
    all.append(std::istreambuf_iterator<char>(in), {});
    if (!in)
      throw Error(fmt::format("The model table {} cannot be read; reinstall Striate.", file.string()));
  }
  return digest(all);
}

} // namespace

std::string network_key(const NetworkRecipe& recipe) {
  // A field added to the recipe makes this line fail to compile: it belongs into the key as well.
  const auto& [radius_um, core_radius_um, seed, weight_rule, small_lgn, fluctuate] = recipe;
  static const std::string tables = tables_digest(); // the files are read once, like the tables themselves
  return fmt::format("generator={} tables={} radius={} core_radius={} seed={} weight_rule={} small_lgn={} fluctuate={}",
                     generator_version, tables, radius_um, core_radius_um, seed,
                     weight_rule == NetworkRecipe::WeightRule::l2l ? "l2l" : "nll", small_lgn, fluctuate);
}

std::string key_digest(const std::string& key) {
  return digest(key);
}

} // namespace striate
