// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/sonata_run.h"

#include "engine/network/sonata/read/network_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace striate {

namespace {

using sonata::ConfigNodes;
using sonata::ConfigRun;

/// The one population of a SONATA spike file; empty for tables, old layouts and several.
std::string population_of_spikes(const std::filesystem::path& file) {
  if (file.extension() != ".h5" && file.extension() != ".hdf5")
    return {};
  sonata::Problems ignored(sonata::Problems::Mode::gentle); // whoever reads the spikes says what is wrong
  std::string population;
  ignored.attempt([&] {
    const sonata::Group spikes = sonata::Group::open_file(file, ignored).open("spikes", ignored);
    std::vector<std::string> groups = spikes.children();
    std::erase_if(groups, [&](const std::string& name) { return !spikes.has_group(name); });
    if (groups.size() == 1)
      population = groups.front();
  });
  return population;
}

SonataRun::Spikes named(const ConfigRun::Spikes& input) {
  return {"inputs." + input.name, std::filesystem::absolute(input.file).lexically_normal()};
}

void place_spikes(const sonata::SonataConfig& config, const sonata::NetworkReader::Roles& roles, SonataRun& run,
                  sonata::Problems& problems) {
  for (const ConfigRun::Spikes& input : config.run.spikes) {
    const SonataRun::Spikes spikes = named(input);
    const std::string population =
        input.nodes.population.empty() ? population_of_spikes(input.file) : input.nodes.population;
    std::optional<SonataRun::Spikes>* to = population.empty()               ? nullptr
                                           : population == roles.lgn        ? &run.lgn
                                           : population == roles.background ? &run.background
                                                                            : nullptr;
    if (!input.nodes.unsupported.empty() || input.nodes.some) {
      run.unused.push_back(fmt::format("{} (spikes for a part of a population)", spikes.from));
    } else if (to == nullptr) {
      run.unused.push_back(fmt::format("{} (spikes for {}; only {} accept spikes)", spikes.from,
                                       population.empty() ? "an unnamed population" : population,
                                       fmt::join(roles.inputs(), " and ")));
    } else if (to->has_value()) {
      problems.fail(
          {config.file, spikes.from},
          fmt::format("contains spikes of {}, as does {}; merge them into one file", population, (*to)->from));
    } else {
      *to = spikes;
    }
  }
}

void place_reports(const sonata::SonataConfig& config, const sonata::NetworkReader::Roles& roles, SonataRun& run) {
  for (const ConfigRun::Report& report : config.run.reports) {
    const std::string from = "reports." + report.name;
    const ConfigNodes& nodes = report.nodes;
    if (!nodes.unsupported.empty())
      run.unused.push_back(fmt::format("{} (cells by {})", from, nodes.unsupported));
    else if (!nodes.population.empty() && nodes.population != roles.neurons)
      run.unused.push_back(fmt::format("{} (cells of {})", from, nodes.population));
    else if (nodes.some && nodes.node_ids.empty())
      run.unused.push_back(fmt::format("{} (no cells)", from));
    else
      run.reports.push_back({from, report.variable,
                             nodes.some ? fmt::format("ids:{}", fmt::join(nodes.node_ids, ",")) : std::string("all"),
                             report.dt_ms});
  }
}

} // namespace

SonataRun read_sonata_run(const std::filesystem::path& config_or_folder, ThreadPool& pool, Task& task) {
  const hdf5::QuietErrors quiet;
  sonata::Problems problems(sonata::Problems::Mode::strict);
  const sonata::SonataConfig config = sonata::read_config(config_or_folder, problems);
  SonataRun run;
  run.dt_ms = config.run.dt_ms;
  run.duration_ms = config.run.duration_ms;
  run.unused = config.run.unused;
  if (config.run.spikes.empty() && config.run.reports.empty())
    return run;
  const SonataOptions all;
  const auto roles = sonata::NetworkReader(config, all, {pool, task, problems}).roles();
  place_spikes(config, roles, run, problems);
  place_reports(config, roles, run);
  return run;
}

std::vector<SonataRun::Spikes> sonata_spike_inputs(const std::filesystem::path& config_or_folder) {
  sonata::Problems problems(sonata::Problems::Mode::strict);
  std::vector<SonataRun::Spikes> inputs;
  for (const ConfigRun::Spikes& input : sonata::read_config(config_or_folder, problems).run.spikes)
    inputs.push_back(named(input));
  return inputs;
}

} // namespace striate
