// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace striate {

/// Which population of a file with populations is meant.
struct PopulationChoice {
  std::vector<std::string> expected = {}; ///< those of the nodes, "lgn", "bkg": the one that is there is taken
  std::string asked = {};                 ///< by the user: it must be there; empty = not asked
  std::string flag = "--population";      ///< how the user asks for one
};

/// The name that is meant of those a file holds ("" when it names none). A single population of another name than the
/// expected one is taken with a note. place: "/spikes of a.h5". Throws a usage Error that names all populations and the
/// flag when the one asked for is not there, or when several could be meant.
std::string choose_population(const std::vector<std::string>& names, const PopulationChoice& choice,
                              const std::string& place, std::vector<std::string>& notes);

} // namespace striate
