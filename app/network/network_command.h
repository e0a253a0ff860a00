#pragma once
#include "app/commands.h"
#include "engine/network/network.h"

#include <nlohmann/json_fwd.hpp>

namespace striate::app {

// The subcommands of "striate network", each in a file of its own.
void add_network_build(CLI::App& network, Chosen& chosen);
void add_network_clear_cache(CLI::App& network, Chosen& chosen);

/// The flags that decide a built network, for subcommands that build one; "--seed" is the network's seed here.
std::vector<ParameterFlags::Flag> network_build_flags();
/// The parameters given; a radius without the name of a network means a custom one.
ParameterSet network_parameters(const ParameterFlags& flags);

/// Neurons, edges and how the network was made, as every subcommand reports them.
nlohmann::ordered_json network_facts(const Network& network);

} // namespace striate::app
