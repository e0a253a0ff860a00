// SPDX-License-Identifier: Apache-2.0
#include "engine/core/near_match.h"
#include "engine/network/sonata/read/config_part.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace striate::sonata {

namespace {

using Names = std::vector<std::string>;

/// Keys of the SONATA formats and of BMTK; what Striate does with each is said where it is read.
struct KnownKeys {
  Names top = {"manifest",
               "target_simulator",
               "target_simulator_version",
               "network",
               "simulation",
               "networks",
               "components",
               "run",
               "conditions",
               "inputs",
               "output",
               "reports",
               "node_sets",
               "node_sets_file",
               "version",
               "metadata",
               "gid_mapping_file",
               "connection_overrides",
               "compartment_sets_file",
               "beta_features",
               "node_set"};
  Names networks = {"nodes", "edges", "gap_juncs"};
  Names nodes = {"nodes_file", "node_types_file", "enabled", "populations"};
  Names edges = {"edges_file", "edge_types_file", "enabled", "populations"};
};

/// A key that begins so is a remark to readers.
bool is_remark(const std::string& key) {
  return key.starts_with("_") || key.starts_with("#") || key.starts_with("//") || key == "comment" ||
         key == "comments" || key == "description";
}

void check(const nlohmann::json& object, const Names& known, const std::string& at, Names& unknown) {
  if (!object.is_object())
    return;
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(known, key) == known.end() && !is_remark(key))
      unknown.push_back(at + key + near_match_hint(key, known));
}

void check_entries(const nlohmann::json& networks, const char* kind, const Names& known, Names& unknown) {
  const auto list = networks.find(kind);
  if (list == networks.end() || !list->is_array())
    return;
  for (std::size_t i = 0; i < list->size(); ++i)
    check((*list)[i], known, fmt::format("networks.{}[{}].", kind, i), unknown);
}

} // namespace

void check_config_keys(const std::vector<ConfigPart>& parts, Problems& problems) {
  const KnownKeys known;
  constexpr std::size_t most_named = 12;
  for (const ConfigPart& part : parts) {
    Names unknown;
    check(part.json, known.top, "", unknown);
    if (const auto networks = part.json.find("networks"); networks != part.json.end() && networks->is_object()) {
      check(*networks, known.networks, "networks.", unknown);
      check_entries(*networks, "nodes", known.nodes, unknown);
      check_entries(*networks, "edges", known.edges, unknown);
    }
    const std::size_t more = unknown.size() > most_named ? unknown.size() - most_named : 0;
    unknown.resize(unknown.size() - more);
    if (!unknown.empty())
      problems.warn({part.file}, fmt::format("has unknown keys, which are ignored: {}{}", fmt::join(unknown, "; "),
                                             more > 0 ? fmt::format(" and {} more", more) : std::string{}));
  }
}

} // namespace striate::sonata
