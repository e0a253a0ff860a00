#include "app/network/network_command.h"
#include "app/run_task.h"
#include "engine/core/process.h"
#include "engine/network/sonata/sonata_writer.h"
#include "engine/session/session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>

namespace striate::app {

namespace {

struct Request {
  std::filesystem::path out;
  SonataWriteOptions options;
  bool without_source_index = false;
  bool json = false;
};

int build(const Request& request, const ParameterFlags& flags) {
  const ParameterSet parameters = network_parameters(flags);
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  ProgressLine progress;
  std::shared_ptr<const Network> network;
  run_task("build network", progress, [&](Task& task) { network = build_network(parameters, task); });
  const auto built = Clock::now();
  SonataWriteOptions options = request.options;
  options.source_index = !request.without_source_index;
  options.threads = static_cast<int>(parameters.integer("threads"));
  run_task("write SONATA", progress, [&](Task& task) { write_sonata(*network, request.out, options, task); });
  const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  nlohmann::ordered_json report = network_facts(*network);
  report["folder"] = request.out.string();
  report["build_s"] = seconds(start, built);
  report["write_s"] = seconds(built, Clock::now());
  report["peak_memory_mb"] = peak_memory_mb();
  progress.line(
      fmt::format("{} neurons, {} recurrent edges, {} LGN synapses: built in {:.1f} s, written to {} in {:.1f} s",
                  network->neurons.size(), network->recurrent.edge_count(), network->lgn_synapses,
                  report["build_s"].get<double>(), request.out.string(), report["write_s"].get<double>()));
  if (request.json)
    fmt::print("{}\n", report.dump());
  return 0;
}

} // namespace

void add_network_build(CLI::App& network, Chosen& chosen) {
  CLI::App& command = *network.add_subcommand("build", "Build a network and write it as a SONATA folder");
  const auto flags = std::make_shared<ParameterFlags>(command, network_build_flags());
  const auto request = std::make_shared<Request>();
  command.add_option("--out", request->out, "Folder for the network")->required();
  command.add_flag("--overwrite", request->options.overwrite, "Replace a network that is there already");
  command.add_option("--compression", request->options.compression, "gzip level, 1 (fast) to 9 (small)")
      ->check(CLI::Range(1, 9))
      ->capture_default_str();
  command.add_flag("--no-source-index", request->without_source_index,
                   "Leave out indices/source_to_target, a large part of the files that few programs read");
  command.add_flag("--json", request->json, "Print a JSON summary on standard output");
  command.callback([&chosen, flags, request] { chosen = [flags, request] { return build(*request, *flags); }; });
}

} // namespace striate::app
