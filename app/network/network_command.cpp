#include "app/network/network_command.h"

#include "app/flag_words.h"
#include "app/run_task.h"

#include <CLI/CLI.hpp>
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
                   "Leave out indices/source_to_target, a large part of the files that few programs read");
  command.add_flag("--json", request.json, words::json);
}

double write_network(const Network& network, const WriteRequest& request, const ParameterSet& parameters,
                     ProgressLine& progress) {
  SonataWriteOptions options = request.options;
  options.source_index = !request.without_source_index;
  options.threads = static_cast<int>(parameters.integer("threads"));
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
  CLI::App& network = *program.add_subcommand("network", "Build, examine and convert networks");
  network.require_subcommand(1);
  add_network_build(network, chosen);
  add_network_info(network, chosen);
  add_network_validate(network, chosen);
  add_network_convert(network, chosen);
  add_network_clear_cache(network, chosen);
}

} // namespace striate::app
