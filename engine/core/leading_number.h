#pragma once
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

namespace striate {

/// The number that a text of ours begins with, as "30" of "30 blanks", whatever the locale; `otherwise` when it begins
/// with none.
inline double leading_number(std::string_view text, double otherwise) {
  double value = otherwise;
  const bool none = std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{};
  return none || !std::isfinite(value) ? otherwise : value;
}

} // namespace striate
