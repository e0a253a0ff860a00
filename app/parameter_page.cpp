// SPDX-License-Identifier: Apache-2.0
#include "app/parameter_page.h"

#include "engine/parameters/parameter_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace striate::app {

namespace {

constexpr std::string_view introduction =
    "# Parameters\n"
    "\n"
    "Every value that a user can set: in the window, on the command line, in sessions and in protocols. Printed by\n"
    "`striate list-parameters --markdown`; changes belong in the parameter table of the program.\n"
    "\n"
    "- **Key**: the parameter's name in `--edit`, in protocols and in `settings.json`. The flag is the key behind "
    "`--`;\n"
    "  the `striate network` commands also accept `--seed` for `--network-seed`.\n"
    "- **Live**: can change while the simulation runs.\n"
    "- **Scope**: what the parameter affects. *stimulus*: what the retina sees; *network*: neurons and synapses;\n"
    "  *weights*: trained weights that replace those of the network; *dynamics*: integration, noise, replayed input "
    "and\n"
    "  perturbations; *machine*: hardware, threads and run length, without effect on the spikes; *recording*: what is\n"
    "  written; *tuning* and *training*: tuning runs and training runs.\n";

std::string_view scope_name(Scope scope) {
  switch (scope) {
  case Scope::stimulus:
    return "stimulus";
  case Scope::network:
    return "network";
  case Scope::weights:
    return "weights";
  case Scope::dynamics:
    return "dynamics";
  case Scope::machine:
    return "machine";
  case Scope::recording:
    return "recording";
  case Scope::tuning:
    return "tuning";
  case Scope::training:
    return "training";
  }
  return "";
}

/// The text as a cell shows it: what Markdown would take for a border of the table, emphasis or a tag is escaped.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|' || c == '*' || c == '<' || c == '\\')
      escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string code(std::string_view text) {
  return text.empty() ? std::string() : fmt::format("`{}`", text);
}

std::string range(const Parameter& p) {
  if (p.type == ParameterType::text)
    return p.path ? "path of a file" : "text";
  if (!p.choices.empty())
    return fmt::format("`{}`", fmt::join(p.choices, "`, `"));
  return fmt::format("{} to {}", format_value(p, p.min), format_value(p, p.max));
}

std::string meaning(const Parameter& p) {
  const std::string kinds = p.kinds.empty() ? "" : fmt::format(" Stimuli: {}.", fmt::join(p.kinds, ", "));
  return cell(p.tooltip + kinds);
}

std::string row(const Parameter& p) {
  const std::string value = p.type == ParameterType::text ? p.default_text : format_value(p, p.default_number);
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", code(p.key), code("--" + p.key), cell(p.label),
                     cell(p.unit), range(p), code(value), p.live ? "yes" : "no", scope_name(p.scope), meaning(p));
}

} // namespace

std::string parameter_page() {
  std::vector<std::string> groups;
  for (const Parameter& p : parameter_table())
    if (std::ranges::find(groups, p.group) == groups.end())
      groups.push_back(p.group);
  std::string page(introduction);
  for (const std::string& group : groups) {
    page += fmt::format("\n## {}\n\n"
                        "| Key | Flag | Label | Unit | Range or choices | Default | Live | Scope | Meaning |\n"
                        "|---|---|---|---|---|---|---|---|---|\n",
                        group);
    for (const Parameter& p : parameter_table())
      if (p.group == group)
        page += row(p);
  }
  return page;
}

} // namespace striate::app
