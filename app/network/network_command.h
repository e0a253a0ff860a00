// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/commands.h"
#include "app/progress_line.h"
#include "engine/network/network.h"
#include "engine/network/sonata/write/sonata_writer.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace striate::app {

// The subcommands of "striate network", each in a file of its own.
void add_network_build(CLI::App& network, Chosen& chosen);
void add_network_info(CLI::App& network, Chosen& chosen);
void add_network_validate(CLI::App& network, Chosen& chosen);
void add_network_convert(CLI::App& network, Chosen& chosen);
void add_network_clear_cache(CLI::App& network, Chosen& chosen);

/// The flags that decide a built network, for subcommands that build one; "--seed" is the network's seed here.
std::vector<ParameterFlags::Flag> network_build_flags();
/// The parameters given; a radius without the name of a network means a custom one.
ParameterSet network_parameters(const ParameterFlags& flags);

/// The flags that decide what is taken of a SONATA network.
std::vector<ParameterFlags::Flag> network_file_flags();

/// What "build" and "convert" share about the folder they write.
struct WriteRequest {
  std::filesystem::path out;
  SonataWriteOptions options;
  std::filesystem::path run; ///< empty, or results whose inputs a simulation config names
  bool without_source_index = false;
  bool json = false;
};
void add_write_flags(CLI::App& command, WriteRequest& request);
/// Throws Error unless the run's files are there; before a network is built.
void check_run(const WriteRequest& request);
/// Writes the folder and returns the seconds it took. Throws Error.
double write_network(const Network& network, const WriteRequest& request, const ParameterSet& parameters,
                     ProgressLine& progress);

/// Neurons, edges and how the network was made, as every subcommand reports them.
nlohmann::ordered_json network_facts(const Network& network);

} // namespace striate::app
