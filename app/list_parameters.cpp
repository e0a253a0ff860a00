#include "app/commands.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace striate::app {

namespace {

std::string range(const Parameter& p) {
  if (p.type == ParameterType::choice || p.type == ParameterType::flag)
    return fmt::format("{}", fmt::join(p.choices, "|"));
  return fmt::format("{} .. {}", format_value(p, p.min), format_value(p, p.max));
}

nlohmann::json as_json(const Parameter& p) {
  nlohmann::json json = {{"key", p.key},   {"group", p.group}, {"label", p.label},
                         {"unit", p.unit}, {"live", p.live},   {"tooltip", p.tooltip}};
  if (p.type == ParameterType::choice || p.type == ParameterType::flag) {
    json["choices"] = p.choices;
    json["default"] = format_value(p, p.default_number);
  } else {
    json["min"] = p.min;
    json["max"] = p.max;
    json["default"] = p.default_number;
  }
  return json;
}

} // namespace

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
    fmt::print("  --{:<20} {:<7} default {:<17} {}{}\n      {}\n", p.key, p.unit, format_value(p, p.default_number),
               range(p), p.live ? "  (live)" : "", p.tooltip);
  }
  return 0;
}

} // namespace striate::app
