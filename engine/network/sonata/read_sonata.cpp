#include "engine/network/sonata/read_sonata.h"

#include "engine/network/sonata/network_reader.h"

#include <new>
#include <set>

namespace striate {

namespace {

std::shared_ptr<const Network> read(const std::filesystem::path& path, const SonataOptions& options,
                                    sonata::Tools tools) {
  const hdf5::QuietErrors quiet;
  try {
    return sonata::NetworkReader(sonata::read_config(path, tools.problems), options, tools).read();
  } catch (const std::bad_alloc&) {
    tools.problems.fail({path}, "the memory of this machine is not enough for the network; select a smaller radius");
  }
}

} // namespace

SonataNetwork read_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options, ThreadPool& pool,
                          Task& task) {
  sonata::Problems problems(sonata::Problems::Mode::strict);
  SonataNetwork result;
  result.network = read(config_or_folder, options, {pool, task, problems});
  result.warnings = problems.take();
  return result;
}

std::vector<SonataProblem> validate_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                                           ThreadPool& pool, Task& task) {
  sonata::Problems problems(sonata::Problems::Mode::gentle);
  problems.attempt([&] { read(config_or_folder, options, {pool, task, problems}); });
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
