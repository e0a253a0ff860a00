// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/choices.h"
#include "engine/parameters/parameter_table.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// One value for every parameter of the table; starts with the defaults. A value type: sessions, undo and recordings
/// copy it.
class ParameterSet {
public:
  ParameterSet();

  double number(std::string_view key) const;
  std::int64_t integer(std::string_view key) const { return static_cast<std::int64_t>(number(key)); }
  bool flag(std::string_view key) const { return number(key) != 0.0; }
  const std::string& choice(std::string_view key) const;
  /// Choices by their enumeration: is(choices::Backend::cuda).
  template <typename E>
  E chosen() const {
    return static_cast<E>(static_cast<int>(number(choices::Of<E>::key)));
  }
  template <typename E>
  bool is(E choice) const {
    return chosen<E>() == choice;
  }
  const std::string& text(std::string_view key) const; ///< of a text parameter
  /// Any value as the user reads it, without the unit.
  std::string formatted(std::string_view key) const;

  /// Throws a usage Error when the value is out of range or the parameter is a text.
  void set(std::string_view key, double value);
  /// Typed text for a parameter of any type. Throws a usage Error when it is no value of it.
  void set_text(std::string_view key, std::string_view text);
  /// The value that `other` has for this key.
  void copy(std::string_view key, const ParameterSet& other);

  std::vector<std::string> differences(const ParameterSet& other) const; ///< keys whose values differ
  bool operator==(const ParameterSet&) const = default;

private:
  std::vector<double> values_;     ///< in table order
  std::vector<std::string> texts_; ///< in table order; empty unless the parameter is a text
};

/// {"direction": 45, "stimulus": "drifting-grating", ...}
nlohmann::json to_json(const ParameterSet& parameters);
/// Starts from the defaults; unknown keys and bad values throw Error naming key and `place` (a file name).
ParameterSet parameters_from_json(const nlohmann::json& json, const std::string& place);

} // namespace striate
