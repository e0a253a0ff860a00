// SPDX-License-Identifier: Apache-2.0
#include "app/flag_words.h"
#include "app/network/network_command.h"
#include "app/run_task.h"
#include "engine/core/text_parts.h"
#include "engine/network/network_summary.h"
#include "engine/session/session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace striate::app {

namespace {

double mb(std::uint64_t bytes) {
  return static_cast<double>(bytes) * 1e-6;
}

nlohmann::ordered_json json_of(const WeightSpread& spread) {
  return {{"q05", spread.q05}, {"median", spread.median}, {"q95", spread.q95}, {"mean", spread.mean}};
}

/// Delays of single edges, by projection that has some.
std::vector<std::pair<const char*, const std::vector<double>*>> own_delays(const Network& network) {
  std::vector<std::pair<const char*, const std::vector<double>*>> found;
  for (const auto& one : {std::pair{"recurrent", &network.recurrent.delay_ms}, std::pair{"LGN", &network.lgn.delay_ms},
                          std::pair{"background", &network.background.delay_ms}})
    if (!one.second->empty())
      found.emplace_back(one);
  return found;
}

nlohmann::ordered_json json_of(const Network& network, const NetworkSummary& summary) {
  const auto& populations = network.tables->populations;
  nlohmann::ordered_json report = network_facts(network);
  report["populations"] = nlohmann::ordered_json::array();
  for (std::size_t p = 0; p < populations.size(); ++p) {
    const PopulationSummary& one = summary.populations[p];
    report["populations"].push_back({{"name", populations[p].name},
                                     {"neurons", one.neurons},
                                     {"in_degree_excitatory", one.from_excitatory},
                                     {"in_degree_inhibitory", one.from_inhibitory},
                                     {"lgn_sources", one.lgn_sources},
                                     {"lgn_weight_pA", json_of(one.lgn_pA)},
                                     {"background_weight_pA", json_of(one.background_pA)}});
  }
  report["pairs"] = nlohmann::ordered_json::array();
  for (const PairSummary& pair : summary.pairs)
    report["pairs"].push_back({{"source", populations[pair.source].name},
                               {"target", populations[pair.target].name},
                               {"edges", pair.edges},
                               {"in_degree", pair.in_degree},
                               {"probability", pair.probability},
                               {"weight_pA", json_of(pair.weight_pA)}});
  report["delays_ms"] = nlohmann::ordered_json::object();
  for (const auto& [steps, edges] : summary.delays)
    report["delays_ms"][std::to_string(steps)] = edges;
  for (const auto& [name, delay_ms] : own_delays(network))
    report["own_delays_ms"][name] = {{"shortest", std::ranges::min(*delay_ms)},
                                     {"longest", std::ranges::max(*delay_ms)}};
  report["memory_mb"] = {{"neurons", mb(summary.neuron_bytes)},
                         {"recurrent", mb(summary.recurrent_bytes)},
                         {"lgn", mb(summary.lgn_bytes)},
                         {"background", mb(summary.background_bytes)}};
  return report;
}

void print_text(const Network& network, const NetworkSummary& summary) {
  const auto& populations = network.tables->populations;
  fmt::print("{}: {}, {}\n", network.name, counted(network.neurons.size(), "neuron"),
             counted(network.recurrent.edge_count(), "recurrent edge"));
  fmt::print("LGN: {}, {} in {}; background: {}, {}\n", counted(network.lgn_units.size(), "unit"),
             counted(network.lgn_synapses, "synapse"), counted(network.lgn.edge_count(), "pair"),
             counted(network.background.source_count, "source"), counted(network.background.source.size(), "edge"));
  fmt::print("memory: neurons {:.1f} MB, recurrent {:.1f} MB, LGN {:.1f} MB, background {:.1f} MB\n",
             mb(summary.neuron_bytes), mb(summary.recurrent_bytes), mb(summary.lgn_bytes),
             mb(summary.background_bytes));
  for (const auto& [steps, edges] : summary.delays)
    fmt::print("delay {} ms: {}\n", steps, counted(edges, "edge"));
  for (const auto& [name, delay_ms] : own_delays(network))
    fmt::print("{} delays of single edges, for nest: {} to {} ms\n", name, std::ranges::min(*delay_ms),
               std::ranges::max(*delay_ms));

  fmt::print("\n{:<10} {:>8} {:>9} {:>9} {:>9} {:>11} {:>11}\n", "population", "neurons", "from E", "from I",
             "from LGN", "LGN pA", "bkg pA");
  for (std::size_t p = 0; p < populations.size(); ++p) {
    const PopulationSummary& one = summary.populations[p];
    fmt::print("{:<10} {:>8} {:>9.1f} {:>9.1f} {:>9.1f} {:>11.3f} {:>11.3f}\n", populations[p].name, one.neurons,
               one.from_excitatory, one.from_inhibitory, one.lgn_sources, one.lgn_pA.median, one.background_pA.median);
  }
  fmt::print("\n{:<10} {:<10} {:>10} {:>9} {:>11} {:>9} {:>9} {:>9}\n", "source", "target", "edges", "in-degree",
             "probability", "5 % pA", "median", "95 %");
  for (const PairSummary& pair : summary.pairs)
    fmt::print("{:<10} {:<10} {:>10} {:>9.2f} {:>11.5f} {:>9.3f} {:>9.3f} {:>9.3f}\n", populations[pair.source].name,
               populations[pair.target].name, pair.edges, pair.in_degree, pair.probability, pair.weight_pA.q05,
               pair.weight_pA.median, pair.weight_pA.q95);
}

int info(const std::string& path, const ParameterFlags& flags, bool json) {
  ParameterSet parameters = network_parameters(flags);
  if (!path.empty()) {
    parameters.set_text("network", "file");
    parameters.set_text("network-file", path);
  }
  ProgressLine progress;
  std::shared_ptr<const Network> network;
  NetworkSummary summary;
  run_task(path.empty() ? "build network" : "read network", progress, [&](Task& task) {
    network = build_network(parameters, task);
    ThreadPool pool(static_cast<int>(parameters.integer("threads")));
    summary = summarize(*network, pool);
  });
  if (json)
    fmt::print("{}\n", json_of(*network, summary).dump());
  else
    print_text(*network, summary);
  return 0;
}

} // namespace

void add_network_info(CLI::App& network, Chosen& chosen) {
  CLI::App& command = *network.add_subcommand(
      "info", "Counts, in-degrees, weights, delays and memory of a SONATA network or a built-in one");
  std::vector<ParameterFlags::Flag> known = network_build_flags();
  for (const ParameterFlags::Flag& flag : network_file_flags())
    if (flag.key != "threads")
      known.push_back(flag);
  const auto flags = std::make_shared<ParameterFlags>(command, known);
  const auto path = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command.add_option("path", *path, "SONATA config or folder; without it the flags define the network");
  command.add_flag("--json", *json, words::json);
  command.callback(
      [&chosen, flags, path, json] { chosen = [flags, path, json] { return info(*path, *flags, *json); }; });
}

} // namespace striate::app
