// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/flag_words.h"
#include "app/parameter_page.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace striate::app {

namespace {

std::string default_of(const Parameter& p) {
  return p.type == ParameterType::text ? p.default_text : format_value(p, p.default_number);
}

std::string range(const Parameter& p) {
  if (p.type == ParameterType::text)
    return "text";
  if (p.type == ParameterType::choice || p.type == ParameterType::flag)
    return fmt::format("{}", fmt::join(p.choices, "|"));
  return fmt::format("{} .. {}", format_value(p, p.min), format_value(p, p.max));
}

nlohmann::json as_json(const Parameter& p) {
  nlohmann::json json = {{"key", p.key},   {"group", p.group}, {"label", p.label},
                         {"unit", p.unit}, {"live", p.live},   {"tooltip", p.tooltip}};
  if (p.type == ParameterType::choice || p.type == ParameterType::flag) {
    json["choices"] = p.choices;
    json["default"] = default_of(p);
  } else if (p.type == ParameterType::text) {
    json["default"] = p.default_text;
  } else {
    json["min"] = p.min;
    json["max"] = p.max;
    json["default"] = p.default_number;
  }
  return json;
}

int list_parameters(bool json) {
  if (json) {
    nlohmann::json list = nlohmann::json::array();
    for (const Parameter& p : parameter_table())
      list.push_back(as_json(p));
    fmt::print("{}\n", list.dump(2));
    return 0;
  }
  std::string group;
  for (const Parameter& p : parameter_table()) {
    if (p.group != group) {
      fmt::print("{}{}\n", group.empty() ? "" : "\n", p.group);
      group = p.group;
    }
    fmt::print("  --{:<20} {:<7} default {:<17} {}{}\n      {}\n", p.key, p.unit, default_of(p), range(p),
               p.live ? "  (live)" : "", p.tooltip);
  }
  return 0;
}

int print_page() {
  fmt::print("{}", parameter_page());
  return 0;
}

} // namespace

void add_list_parameters(CLI::App& program, Chosen& chosen) {
  CLI::App& command = *program.add_subcommand("list-parameters", "Print the table of all parameters");
  const auto json = std::make_shared<bool>(false), markdown = std::make_shared<bool>(false);
  CLI::Option* as_json_flag = command.add_flag("--json", *json, words::json);
  command.add_flag("--markdown", *markdown, "Print the table as a page of Markdown")->excludes(as_json_flag);
  command.callback([&chosen, json, markdown] {
    chosen = [json, markdown] { return *markdown ? print_page() : list_parameters(*json); };
  });
}

} // namespace striate::app
