// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <string>
#include <vector>

/// What two sets of parameters have in common, from the meaning that the table gives each parameter.
namespace striate {

/// Keys of the scope whose values differ, in the order of the table.
std::vector<std::string> differences_of(Scope scope, const ParameterSet& a, const ParameterSet& b);
/// Keys whose values differ and that change spikes: empty for the same run on another part of the machine.
std::vector<std::string> spike_differences(const ParameterSet& a, const ParameterSet& b);
/// Keys whose values differ and that a training run treats so when it is resumed.
std::vector<std::string> differences_on_resume(OnResume rule, const ParameterSet& a, const ParameterSet& b);

/// The same neurons and synapses, whatever their weights are.
bool same_connectivity(const ParameterSet& a, const ParameterSet& b);
/// The same neurons, synapses and weights.
bool same_network(const ParameterSet& a, const ParameterSet& b);

/// `to` with the values that `from` has for the parameters of the scope.
void copy_scope(Scope scope, const ParameterSet& from, ParameterSet& to);

} // namespace striate
