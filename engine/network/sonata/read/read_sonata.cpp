// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/read_sonata.h"

#include "engine/network/sonata/read/network_reader.h"
#include "engine/network/sonata/read/sonata_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <new>
#include <set>

namespace striate {

namespace {

std::shared_ptr<const Network> read(sonata::SonataConfig config, const SonataOptions& options, sonata::Tools tools,
                                    bool lgn_replayed) {
  const hdf5::QuietErrors quiet;
  const std::filesystem::path file = config.file;
  try {
    return sonata::NetworkReader(std::move(config), options, tools, lgn_replayed).read();
  } catch (const std::bad_alloc&) {
    tools.problems.fail({file}, "the network does not fit into memory; select a smaller radius");
  }
}

SonataNetwork read_strictly(const std::filesystem::path& path, const SonataOptions& options, ThreadPool& pool,
                            Task& task, bool lgn_replayed) {
  sonata::Problems problems(sonata::Problems::Mode::strict);
  SonataNetwork result;
  result.network = read(sonata::read_config(path, problems), options, {pool, task, problems}, lgn_replayed);
  result.warnings = problems.take();
  return result;
}

/// What of the config a run leaves aside, and whether its LGN has spikes to replay.
bool look_at_run(const sonata::SonataConfig& config, sonata::Problems& problems) {
  if (!config.run.unused.empty())
    problems.warn({config.file},
                  fmt::format("these parts of the config are not used: {}", fmt::join(config.run.unused, ", ")));
  return !config.run.spikes.empty();
}

} // namespace

SonataNetwork read_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options, ThreadPool& pool,
                          Task& task) {
  return read_strictly(config_or_folder, options, pool, task, false);
}

SonataNetwork read_sonata_for_replay(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                                     ThreadPool& pool, Task& task) {
  return read_strictly(config_or_folder, options, pool, task, true);
}

std::vector<SonataProblem> validate_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                                           ThreadPool& pool, Task& task) {
  sonata::Problems problems(sonata::Problems::Mode::gentle);
  problems.attempt([&] {
    sonata::SonataConfig config = sonata::read_config(config_or_folder, problems);
    const bool replayed = look_at_run(config, problems);
    read(std::move(config), options, {pool, task, problems}, replayed);
  });
  return problems.take();
}

SonataPreview preview_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                             ThreadPool& pool, Task& task) {
  const hdf5::QuietErrors quiet;
  sonata::Problems problems(sonata::Problems::Mode::gentle);
  SonataPreview preview;
  problems.attempt([&] {
    sonata::NetworkReader reader(sonata::read_config(config_or_folder, problems), options, {pool, task, problems});
    preview = reader.preview();
  });
  preview.problems = problems.take();
  return preview;
}

std::vector<std::string> sonata_weight_variants(const std::filesystem::path& config_or_folder) {
  const hdf5::QuietErrors quiet;
  sonata::Problems problems(sonata::Problems::Mode::strict);
  const sonata::SonataConfig config = sonata::read_config(config_or_folder, problems);
  std::set<std::string> variants;
  for (const auto& files : config.edges) {
    const std::string prefix = files.data.stem().string() + "_";
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(files.data.parent_path(), failure), end; !failure && entry != end;
         entry.increment(failure)) {
      const std::string name = entry->path().stem().string();
      if (entry->path().extension() == files.data.extension() && name.starts_with(prefix))
        variants.insert(name.substr(prefix.size()));
    }
  }
  return {variants.begin(), variants.end()};
}

} // namespace striate
