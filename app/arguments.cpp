// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "engine/core/near_match.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include <algorithm>

namespace striate::app {

namespace {

std::size_t index_of(const std::string& key) {
  return static_cast<std::size_t>(&parameter(key) - parameter_table().data());
}

} // namespace

ParameterFlags::ParameterFlags(CLI::App& command) : given_(parameter_table().size()) {
  for (std::size_t i = 0; i < given_.size(); ++i)
    add(command, i, "--" + parameter_table()[i].key);
}

ParameterFlags::ParameterFlags(CLI::App& command, const std::vector<Flag>& only) : given_(parameter_table().size()) {
  for (const Flag& flag : only)
    add(command, index_of(flag.key), flag.names);
}

void ParameterFlags::add(CLI::App& command, std::size_t index, const std::string& names) {
  const Parameter& p = parameter_table()[index];
  const std::string unit = p.unit.empty() ? "" : fmt::format(" [{}]", p.unit);
  const std::string choices = p.choices.empty() ? "" : fmt::format(" One of: {}.", fmt::join(p.choices, ", "));
  CLI::Option* option = command.add_option(names, given_[index], fmt::format("{}{}{}", p.tooltip, choices, unit));
  option->group(p.group)->default_str(p.type == ParameterType::text ? p.default_text
                                                                    : format_value(p, p.default_number));
  if (p.separator != '\0')
    option->join(p.separator);
  if (p.type == ParameterType::flag) {
    // Without a value CLI11 takes the default text, which is what the flag says then, not what it is when not given.
    option->expected(0, 1)->default_str("on");
    option->option_text(fmt::format("on|off [{}]", format_value(p, p.default_number)));
  }
}

std::string unknown_argument(const CLI::App& program) {
  std::vector<std::string> flags;
  const auto collect = [&flags](const CLI::App& command) {
    for (const CLI::Option* option : command.get_options())
      for (const std::string& name : option->get_lnames())
        flags.push_back("--" + name);
  };
  collect(program);
  for (const CLI::App* command : program.get_subcommands())
    collect(*command);
  const std::vector<std::string> rest = program.remaining(true);
  const auto flag = std::ranges::find_if(rest, [](const std::string& one) { return one.starts_with("--"); });
  if (flag == rest.end())
    return fmt::format("\"{}\" is neither a subcommand nor a flag", rest.empty() ? "" : rest.front());
  const std::string name = flag->substr(0, flag->find('='));
  return fmt::format("Unknown flag {}{}", name, near_match_hint(name, flags));
}

bool ParameterFlags::given(const std::string& key) const {
  return !given_[index_of(key)].empty();
}

ParameterSet ParameterFlags::apply(ParameterSet base) const {
  for (std::size_t i = 0; i < given_.size(); ++i) {
    const Parameter& p = parameter_table()[i];
    // A file's full path, so that settings which travel still name it.
    if (!given_[i].empty())
      base.set_text(p.key, p.path ? std::filesystem::absolute(given_[i]).string() : given_[i]);
  }
  if (given("network-file") && !given("network")) // a file that is named is meant
    base.set_text("network", "file");
  return base;
}

} // namespace striate::app
