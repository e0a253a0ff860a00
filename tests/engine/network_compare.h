// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network_arrays.h"

#include <cstring>
#include <string>
#include <vector>

namespace striate::test {

inline bool same_values(const std::vector<EdgeRun>& a, const std::vector<EdgeRun>& b) {
  if (a.size() != b.size())
    return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].begin != b[i].begin || a[i].delay != b[i].delay || a[i].slot != b[i].slot)
      return false;
  return true;
}

/// Equal bits, so that a NaN equals itself.
template <typename T>
bool same_values(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Name of the first array or fact in which two networks differ; empty when they are identical.
inline std::string difference(const Network& a, const Network& b) {
  std::vector<std::pair<std::string, const void*>> arrays;
  visit_arrays(a, [&](const std::string& name, const auto& values) { arrays.emplace_back(name, &values); });
  std::string found;
  std::size_t index = 0;
  visit_arrays(b, [&](const std::string& name, const auto& values) {
    using Vector = std::remove_cvref_t<decltype(values)>;
    if (found.empty() && (index >= arrays.size() || arrays[index].first != name))
      found = name; // delays of single edges stand in one of the two only
    else if (found.empty() && !same_values(*static_cast<const Vector*>(arrays[index].second), values))
      found = name;
    ++index;
  });
  if (!found.empty())
    return found;
  if (index != arrays.size())
    return arrays[index].first;
  if (a.tables->delay_ms != b.tables->delay_ms || a.tables->lgn_delay_ms != b.tables->lgn_delay_ms ||
      a.tables->background_delay_ms != b.tables->background_delay_ms)
    return "delays of the tables";
  if (a.name != b.name)
    return "name";
  if (!(a.recipe == b.recipe))
    return "recipe";
  if (a.lgn_synapses != b.lgn_synapses)
    return "lgn_synapses";
  if (a.recurrent.source_count != b.recurrent.source_count || a.recurrent.target_count != b.recurrent.target_count ||
      a.lgn.source_count != b.lgn.source_count || a.lgn.target_count != b.lgn.target_count ||
      a.background.source_count != b.background.source_count)
    return "counts of sources or targets";
  if (a.lgn_units.field_width_deg != b.lgn_units.field_width_deg ||
      a.lgn_units.field_height_deg != b.lgn_units.field_height_deg)
    return "visual field";
  return "";
}

} // namespace striate::test
