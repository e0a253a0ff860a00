// SPDX-License-Identifier: Apache-2.0
#include "app/flag_words.h"
#include "app/network/network_command.h"
#include "app/run_task.h"
#include "engine/core/process.h"
#include "engine/core/text_parts.h"
#include "engine/session/session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>

namespace striate::app {

namespace {

int build(const WriteRequest& request, const ParameterFlags& flags) {
  check_sonata_place(request.out, request.options.overwrite);
  check_run(request);
  const ParameterSet parameters = network_parameters(flags);
  const auto start = std::chrono::steady_clock::now();
  ProgressLine progress;
  std::shared_ptr<const Network> network;
  run_task("build network", progress, [&](Task& task) { network = build_network(parameters, task); });
  const double build_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double write_s = write_network(*network, request, parameters, progress);
  progress.line(fmt::format("{}, {}, {}: ready in {:.1f} s, written to {} in {:.1f} s",
                            counted(network->neurons.size(), "neuron"),
                            counted(network->recurrent.edge_count(), "recurrent edge"),
                            counted(network->lgn_synapses, "LGN synapse"), build_s, request.out.string(), write_s));
  if (request.json) {
    nlohmann::ordered_json report = network_facts(*network);
    report["folder"] = request.out.string();
    report["build_s"] = build_s;
    report["write_s"] = write_s;
    report["peak_memory_mb"] = peak_memory_mb();
    fmt::print("{}\n", report.dump());
  }
  return 0;
}

} // namespace

void add_network_build(CLI::App& network, Chosen& chosen) {
  CLI::App& command = *network.add_subcommand("build", "Build a network and write it as a SONATA folder");
  const auto flags = std::make_shared<ParameterFlags>(command, network_build_flags());
  const auto request = std::make_shared<WriteRequest>();
  command.add_option("--out", request->out, words::out)->required();
  add_write_flags(command, *request);
  command.callback([&chosen, flags, request] { chosen = [flags, request] { return build(*request, *flags); }; });
}

} // namespace striate::app
