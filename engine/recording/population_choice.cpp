// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/population_choice.h"

#include "engine/core/errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace striate {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

std::string choose_population(const std::vector<std::string>& names, const PopulationChoice& choice,
                              const std::string& place, std::vector<std::string>& notes) {
  if (names.empty()) {
    if (!choice.asked.empty())
      notes.push_back(fmt::format("{} names no population; all of it was used as \"{}\".", place, choice.asked));
    return {};
  }
  if (!choice.asked.empty()) {
    if (!holds(names, choice.asked))
      throw Error(fmt::format("{} holds no population \"{}\", only {}; give another name with {}.", place, choice.asked,
                              fmt::join(names, ", "), choice.flag),
                  Error::Kind::usage);
    return choice.asked;
  }
  std::vector<std::string> meant;
  std::copy_if(names.begin(), names.end(), std::back_inserter(meant),
               [&](const std::string& name) { return holds(choice.expected, name); });
  if (meant.size() == 1)
    return meant.front();
  if (names.size() == 1) {
    if (!choice.expected.empty())
      notes.push_back(fmt::format("{} holds the population \"{}\", used as \"{}\".", place, names.front(),
                                  fmt::join(choice.expected, "\" or \"")));
    return names.front();
  }
  const std::string but = meant.empty() && !choice.expected.empty()
                              ? fmt::format(" but not \"{}\"", fmt::join(choice.expected, "\" or \""))
                              : std::string();
  throw Error(fmt::format("{} holds the populations {}{}; choose one with {}.", place, fmt::join(names, ", "), but,
                          choice.flag),
              Error::Kind::usage);
}

} // namespace striate
