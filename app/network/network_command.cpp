#include "app/network/network_command.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

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
  add_network_clear_cache(network, chosen);
}

} // namespace striate::app
