// SPDX-License-Identifier: Apache-2.0
#include "engine/core/number_text.h"

#include <cmath>

namespace striate {

std::string_view number_body(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos)
    return {};
  text = text.substr(first, text.find_last_not_of(spaces) - first + 1);
  if (text.front() != '+')
    return text;
  text.remove_prefix(1);
  const bool number = !text.empty() && ((text.front() >= '0' && text.front() <= '9') || text.front() == '.');
  return number ? text : std::string_view{};
}

std::optional<double> take_number(std::string_view& text) {
  double value = 0.0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || !std::isfinite(value))
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  std::string_view body = number_body(text);
  const std::optional<double> value = take_number(body);
  return body.empty() ? value : std::nullopt;
}

} // namespace striate
