#pragma once
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

  /// Throws a usage Error when the value is out of range.
  void set(std::string_view key, double value);
  void set_text(std::string_view key, std::string_view text);

  std::vector<std::string> differences(const ParameterSet& other) const; ///< keys whose values differ
  bool operator==(const ParameterSet&) const = default;

private:
  std::vector<double> values_; ///< in table order
};

/// {"direction": 45, "stimulus": "drifting-grating", ...}
nlohmann::json to_json(const ParameterSet& parameters);
/// Starts from the defaults; unknown keys and bad values throw Error naming key and `place` (a file name).
ParameterSet parameters_from_json(const nlohmann::json& json, const std::string& place);

} // namespace striate
