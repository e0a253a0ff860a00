// SPDX-License-Identifier: Apache-2.0
#include "app/network/network_command.h"

#include "app/flag_words.h"
#include "app/run_task.h"
#include "engine/core/errors.h"
#include "engine/session/run_settings.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace striate::app {

std::vector<ParameterFlags::Flag> network_build_flags() {
  return {{"network"},     {"radius"},       {"network-seed", "--network-seed,--seed"},
          {"weight-rule"}, {"small-lgn"},    {"fluctuate"},
          {"threads"},     {"network-cache"}};
}

ParameterSet network_parameters(const ParameterFlags& flags) {
  ParameterSet parameters = flags.apply({});
  if (flags.given("radius") && !flags.given("network"))
    parameters.set_text("network", "custom");
  return parameters;
}

std::vector<ParameterFlags::Flag> network_file_flags() {
  return {{"edge-variant"}, {"select-radius"}, {"select-neurons"}, {"threads"}};
}

void add_write_flags(CLI::App& command, WriteRequest& request) {
  command.add_flag("--overwrite", request.options.overwrite, words::overwrite);
  command
      .add_option("--compression", request.options.compression,
                  "gzip level, 1 (fast) to 9 (small); 0 = none, for readers without gzip")
      ->check(CLI::Range(0, 9))
      ->capture_default_str();
  command.add_flag("--no-source-index", request.without_source_index,
                   "Omit indices/source_to_target, a large part of the files that few programs read");
  command.add_option("--run", request.run,
                     "Results of a simulate run of this network that recorded lgn-spikes and background-spikes; BMTK's "
                     "simulation_config.json is then also written");
  command.add_flag("--json", request.json, words::json);
}

namespace {

/// The inputs that a run recorded, and how long it was.
SonataInputs inputs_of(const std::filesystem::path& results) {
  const RunSettings run = read_run_settings(results / "settings.json");
  SonataInputs inputs;
  const auto recorded = [&](const char* name) {
    const std::filesystem::path file = results / name;
    if (!std::filesystem::is_regular_file(file))
      throw Error(fmt::format("{} is missing; simulate with --record spikes,lgn-spikes,background-spikes and give the "
                              "results folder with --run.",
                              file.string()));
    return std::filesystem::absolute(file).lexically_normal();
  };
  inputs.lgn_spikes = recorded("lgn_spikes.h5");
  inputs.background_spikes = recorded("background_spikes.h5");
  inputs.duration_ms = run.parameters.number("duration");
  inputs.dt_ms = 1.0 / steps_per_ms_from(run.parameters);
  return inputs;
}

} // namespace

void check_run(const WriteRequest& request) {
  if (!request.run.empty())
    inputs_of(request.run);
}

double write_network(const Network& network, const WriteRequest& request, const ParameterSet& parameters,
                     ProgressLine& progress) {
  SonataWriteOptions options = request.options;
  options.source_index = !request.without_source_index;
  options.threads = static_cast<int>(parameters.integer("threads"));
  if (!request.run.empty())
    options.inputs = inputs_of(request.run);
  const auto start = std::chrono::steady_clock::now();
  run_task("write SONATA", progress, [&](Task& task) { write_sonata(network, request.out, options, task); });
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

nlohmann::ordered_json network_facts(const Network& network) {
  return {{"name", network.name},
          {"neurons", network.neurons.size()},
          {"recurrent_edges", network.recurrent.edge_count()},
          {"lgn_units", network.lgn_units.size()},
          {"lgn_synapses", network.lgn_synapses},
          {"lgn_pairs", network.lgn.edge_count()},
          {"background_sources", network.background.source_count},
          {"background_edges", network.background.source.size()}};
}

void add_network(CLI::App& program, Chosen& chosen) {
  CLI::App& network = *program.add_subcommand("network", "Build, inspect and convert networks");
  network.require_subcommand(1);
  add_network_build(network, chosen);
  add_network_info(network, chosen);
  add_network_validate(network, chosen);
  add_network_convert(network, chosen);
  add_network_clear_cache(network, chosen);
}

} // namespace striate::app
