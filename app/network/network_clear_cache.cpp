// SPDX-License-Identifier: Apache-2.0
#include "app/flag_words.h"
#include "app/network/network_command.h"
#include "engine/core/text_parts.h"
#include "engine/network/cache/network_cache.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace striate::app {

void add_network_clear_cache(CLI::App& network, Chosen& chosen) {
  CLI::App& command = *network.add_subcommand("clear-cache", "Delete the cached networks");
  const auto json = std::make_shared<bool>(false);
  command.add_flag("--json", *json, words::json);
  command.callback([&chosen, json] {
    chosen = [json] {
      const std::filesystem::path folder = network_cache_folder();
      const NetworkCache::Removed removed = NetworkCache(folder).clear();
      if (*json)
        fmt::print("{}\n", nlohmann::ordered_json{{"folder", folder.string()},
                                                  {"networks", removed.networks},
                                                  {"bytes", removed.bytes}}
                               .dump());
      else
        fmt::print("{}, {:.1f} MB, removed from {}\n", counted(removed.networks, "network"),
                   static_cast<double>(removed.bytes) * 1e-6, folder.string());
      return 0;
    };
  });
}

} // namespace striate::app
