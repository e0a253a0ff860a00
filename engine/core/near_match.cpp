// SPDX-License-Identifier: Apache-2.0
#include "engine/core/near_match.h"

#include "engine/core/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace striate {

namespace {

/// Levenshtein distance.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (lower_case(a[i - 1]) == lower_case(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

} // namespace

std::string near_match(std::string_view typed, std::span<const std::string> names) {
  std::string nearest;
  std::size_t smallest = std::min<std::size_t>(4, (typed.size() + 1) / 2);
  for (const std::string& name : names)
    if (const std::size_t distance = edit_distance(name, typed); distance < smallest) {
      smallest = distance;
      nearest = name;
    }
  return nearest;
}

std::string near_match_hint(std::string_view typed, std::span<const std::string> names) {
  const std::string nearest = near_match(typed, names);
  return nearest.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", nearest);
}

} // namespace striate
