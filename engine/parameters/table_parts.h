// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_table.h"

#include <utility>

/// How the rows of the parameter table are written; private to engine/parameters.
namespace striate::table {

inline Parameter real(std::string key, std::string group, std::string label, std::string unit, double min, double max,
                      double step, int decimals, double value, std::string tooltip) {
  Parameter p;
  p.key = std::move(key);
  p.group = std::move(group);
  p.label = std::move(label);
  p.unit = std::move(unit);
  p.type = decimals == 0 ? ParameterType::integer : ParameterType::real;
  p.min = min;
  p.max = max;
  p.step = step;
  p.decimals = decimals;
  p.default_number = value;
  p.tooltip = std::move(tooltip);
  return p;
}

inline Parameter angle(std::string key, std::string label, double value, std::string tooltip) {
  Parameter p = real(std::move(key), "Stimulus", std::move(label), "°", 0.0, 360.0, 1.0, 1, value, std::move(tooltip));
  p.wraps = true;
  return p;
}

inline Parameter choice(std::string key, std::string group, std::string label, std::vector<std::string> choices,
                        int value, std::string tooltip) {
  Parameter p;
  p.key = std::move(key);
  p.group = std::move(group);
  p.label = std::move(label);
  p.type = ParameterType::choice;
  p.max = static_cast<double>(choices.size()) - 1.0;
  p.step = 1.0;
  p.default_number = value;
  p.choices = std::move(choices);
  p.tooltip = std::move(tooltip);
  return p;
}

inline Parameter flag(std::string key, std::string group, std::string label, bool value, std::string tooltip) {
  Parameter p =
      choice(std::move(key), std::move(group), std::move(label), {"off", "on"}, value ? 1 : 0, std::move(tooltip));
  p.type = ParameterType::flag;
  return p;
}

inline Parameter text(std::string key, std::string group, std::string label, std::string tooltip,
                      std::string value = "") {
  Parameter p;
  p.key = std::move(key);
  p.group = std::move(group);
  p.label = std::move(label);
  p.type = ParameterType::text;
  p.default_text = std::move(value);
  p.tooltip = std::move(tooltip);
  return p;
}

inline Parameter path(Parameter p) {
  p.path = true;
  return p;
}

/// A text of several parts: a flag that is given again adds one.
inline Parameter list(Parameter p, char separator) {
  p.separator = separator;
  return p;
}

inline Parameter live(Parameter p) {
  p.live = true;
  return p;
}

inline Parameter machine(Parameter p) {
  p.scope = Scope::machine;
  return p;
}

inline Parameter weights(Parameter p) {
  p.scope = Scope::weights;
  return p;
}

inline Parameter on_resume(OnResume rule, Parameter p) {
  p.on_resume = rule;
  return p;
}

/// The scope of all that have none of their own yet.
inline std::vector<Parameter> of(Scope scope, std::vector<Parameter> parameters) {
  for (Parameter& p : parameters)
    if (p.scope == Scope::stimulus)
      p.scope = scope;
  return parameters;
}

/// What the retina sees: the first part of the table.
std::vector<Parameter> stimulus_parameters();
/// How a network is trained: the last part.
std::vector<Parameter> training_parameters();

} // namespace striate::table
