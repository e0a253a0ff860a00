#pragma once
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"

#include <memory>
#include <string>

namespace striate::app {

/// One line of a benchmark; target 0 = none.
void print_row(const std::string& what, double value, const std::string& unit, double target);
/// Builds the network that the parameters ask for and prints time and memory.
std::shared_ptr<const Network> timed_network(const ParameterSet& parameters);

/// `striate bench train`: one update by back-propagation through time, phase by phase.
void bench_train(const ParameterSet& parameters);

} // namespace striate::app
