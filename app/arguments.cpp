#include "app/commands.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace striate::app {

ParameterFlags::ParameterFlags(CLI::App& command) : given_(parameter_table().size()) {
  for (std::size_t i = 0; i < given_.size(); ++i) {
    const Parameter& p = parameter_table()[i];
    const std::string unit = p.unit.empty() ? "" : fmt::format(" [{}]", p.unit);
    CLI::Option* option = command.add_option("--" + p.key, given_[i], fmt::format("{}{}", p.tooltip, unit));
    option->group(p.group)->default_str(p.type == ParameterType::text ? p.default_text
                                                                      : format_value(p, p.default_number));
    if (p.type == ParameterType::flag)
      option->expected(0, 1);
    // A flag without a value reads as an empty string, which means "on".
    option->each([this, i](const std::string& text) { given_[i] = text.empty() ? "on" : text; });
  }
}

ParameterSet ParameterFlags::apply(ParameterSet base) const {
  for (std::size_t i = 0; i < given_.size(); ++i)
    if (!given_[i].empty())
      base.set_text(parameter_table()[i].key, given_[i]);
  return base;
}

} // namespace striate::app
