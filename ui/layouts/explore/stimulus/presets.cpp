// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/presets.h"

#include <cctype>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace striate {

namespace {

Preset preset(std::string name, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  Preset made{std::move(name), {}, {}};
  for (const auto& [key, text] : values) {
    made.values.set_text(key, text);
    made.keys.emplace_back(key);
  }
  return made;
}

} // namespace

std::vector<Preset> builtin_presets() {
  return {
      preset("Preferred 0°", {{"stimulus", "drifting-grating"},
                              {"direction", "0"},
                              {"spatial-frequency", "0.04"},
                              {"temporal-frequency", "2"},
                              {"contrast", "0.8"}}),
      preset("Low contrast", {{"stimulus", "drifting-grating"}, {"contrast", "0.2"}}),
      preset("Gray", {{"stimulus", "gray"}}),
      preset("Fast 8 Hz", {{"stimulus", "drifting-grating"}, {"temporal-frequency", "8"}}),
  };
}

Preset stimulus_preset(const std::string& name, const ParameterSet& parameters) {
  Preset made{name, parameters, {}};
  for (const Parameter& p : parameter_table())
    if (p.of_stimulus() && p.live)
      made.keys.push_back(p.key);
  return made;
}

ParameterSet with_preset(ParameterSet parameters, const Preset& preset) {
  for (const std::string& key : preset.keys)
    parameters.copy(key, preset.values);
  return parameters;
}

std::string slug(const std::string& name) {
  std::string made;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) && byte < 128)
      made += static_cast<char>(std::tolower(byte));
    else if (!made.empty() && made.back() != '-')
      made += '-';
  }
  while (!made.empty() && made.back() == '-')
    made.pop_back();
  return made;
}

} // namespace striate
