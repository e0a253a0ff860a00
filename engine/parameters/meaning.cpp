// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/meaning.h"

namespace striate {

namespace {

template <typename Counts>
std::vector<std::string> differences_where(const ParameterSet& a, const ParameterSet& b, Counts counts) {
  std::vector<std::string> keys = a.differences(b);
  std::erase_if(keys, [&](const std::string& key) { return !counts(parameter(key)); });
  return keys;
}

} // namespace

std::vector<std::string> differences_of(Scope scope, const ParameterSet& a, const ParameterSet& b) {
  return differences_where(a, b, [scope](const Parameter& one) { return one.scope == scope; });
}

std::vector<std::string> spike_differences(const ParameterSet& a, const ParameterSet& b) {
  return differences_where(a, b, [](const Parameter& one) { return one.changes_spikes(); });
}

std::vector<std::string> differences_on_resume(OnResume rule, const ParameterSet& a, const ParameterSet& b) {
  return differences_where(a, b, [rule](const Parameter& one) { return one.on_resume == rule; });
}

bool same_connectivity(const ParameterSet& a, const ParameterSet& b) {
  return differences_of(Scope::network, a, b).empty();
}

bool same_network(const ParameterSet& a, const ParameterSet& b) {
  return same_connectivity(a, b) && differences_of(Scope::weights, a, b).empty();
}

void copy_scope(Scope scope, const ParameterSet& from, ParameterSet& to) {
  for (const std::string& key : differences_of(scope, to, from))
    to.copy(key, from);
}

} // namespace striate
