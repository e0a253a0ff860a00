// SPDX-License-Identifier: Apache-2.0
#include "app/network/network_command.h"
#include "app/run_task.h"
#include "engine/core/process.h"
#include "engine/core/text_parts.h"
#include "engine/session/session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace striate::app {

namespace {

int convert(const std::string& in, const WriteRequest& request, const ParameterFlags& flags) {
  check_sonata_place(request.out, request.options.overwrite);
  check_run(request);
  ParameterSet parameters = flags.apply({});
  parameters.set_text("network", "file");
  parameters.set_text("network-file", in);
  ProgressLine progress;
  std::shared_ptr<const Network> network;
  run_task("read network", progress, [&](Task& task) { network = build_network(parameters, task); });
  const double write_s = write_network(*network, request, parameters, progress);
  progress.line(fmt::format("{}, {}, {} written to {} in {:.1f} s", counted(network->neurons.size(), "neuron"),
                            counted(network->recurrent.edge_count(), "recurrent edge"),
                            counted(network->lgn_synapses, "LGN synapse"), request.out.string(), write_s));
  if (request.json) {
    nlohmann::ordered_json report = network_facts(*network);
    report["folder"] = request.out.string();
    report["write_s"] = write_s;
    report["peak_memory_mb"] = peak_memory_mb();
    fmt::print("{}\n", report.dump());
  }
  return 0;
}

} // namespace

void add_network_convert(CLI::App& network, Chosen& chosen) {
  CLI::App& command = *network.add_subcommand(
      "convert", "Read a SONATA network, or part of it, and write it in Striate's own SONATA form");
  const auto flags = std::make_shared<ParameterFlags>(command, network_file_flags());
  const auto request = std::make_shared<WriteRequest>();
  const auto in = std::make_shared<std::string>();
  command.add_option("in", *in, "SONATA config or folder")->required();
  command.add_option("out", request->out, "Folder for the new network")->required();
  add_write_flags(command, *request);
  command.callback(
      [&chosen, flags, request, in] { chosen = [flags, request, in] { return convert(*in, *request, *flags); }; });
}

} // namespace striate::app
