// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/parameter_set.h"

#include "engine/core/errors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace striate {

namespace {

std::size_t index_of(std::string_view key) {
  return static_cast<std::size_t>(&parameter(key) - parameter_table().data());
}

} // namespace

ParameterSet::ParameterSet() {
  for (const Parameter& p : parameter_table()) {
    values_.push_back(p.default_number);
    texts_.push_back(p.default_text);
  }
}

double ParameterSet::number(std::string_view key) const {
  return values_[index_of(key)];
}

const std::string& ParameterSet::choice(std::string_view key) const {
  const std::size_t index = index_of(key);
  return parameter_table()[index].choices.at(static_cast<std::size_t>(values_[index]));
}

const std::string& ParameterSet::text(std::string_view key) const {
  return texts_[index_of(key)];
}

std::string ParameterSet::formatted(std::string_view key) const {
  const std::size_t index = index_of(key);
  const Parameter& p = parameter_table()[index];
  return p.type == ParameterType::text ? texts_[index] : format_value(p, values_[index]);
}

void ParameterSet::set(std::string_view key, double value) {
  const std::size_t index = index_of(key);
  values_[index] = checked_value(parameter_table()[index], value);
}

void ParameterSet::set_text(std::string_view key, std::string_view text) {
  const std::size_t index = index_of(key);
  const Parameter& p = parameter_table()[index];
  if (p.type == ParameterType::text)
    texts_[index] = text;
  else
    values_[index] = parse_value(p, text);
}

void ParameterSet::copy(std::string_view key, const ParameterSet& other) {
  const std::size_t index = index_of(key);
  values_[index] = other.values_[index];
  texts_[index] = other.texts_[index];
}

std::vector<std::string> ParameterSet::differences(const ParameterSet& other) const {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (values_[i] != other.values_[i] || texts_[i] != other.texts_[i])
      keys.push_back(parameter_table()[i].key);
  return keys;
}

nlohmann::json to_json(const ParameterSet& parameters) {
  nlohmann::json json = nlohmann::json::object();
  for (const Parameter& p : parameter_table()) {
    const double value = parameters.number(p.key);
    switch (p.type) {
    case ParameterType::text:
      json[p.key] = parameters.text(p.key);
      break;
    case ParameterType::choice:
      json[p.key] = parameters.choice(p.key);
      break;
    case ParameterType::flag:
      json[p.key] = value != 0.0;
      break;
    case ParameterType::integer:
      json[p.key] = static_cast<std::int64_t>(value);
      break;
    case ParameterType::real:
      json[p.key] = value;
      break;
    }
  }
  return json;
}

ParameterSet parameters_from_json(const nlohmann::json& json, const std::string& place) {
  if (!json.is_object())
    throw Error(fmt::format("{}: \"parameters\" must be an object of names and values.", place));
  ParameterSet parameters;
  for (const auto& [key, value] : json.items()) {
    try {
      if (value.is_string())
        parameters.set_text(key, value.get<std::string>());
      else if (value.is_boolean())
        parameters.set(key, value.get<bool>() ? 1.0 : 0.0);
      else if (value.is_number() && parameter(key).type != ParameterType::choice)
        parameters.set(key, value.get<double>());
      else
        throw Error(fmt::format("the value {} of \"{}\" has the wrong type.", value.dump(), key));
    } catch (const Error& failure) {
      throw Error(fmt::format("{}: {}", place, failure.what()));
    }
  }
  return parameters;
}

} // namespace striate
