// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace striate {

/// Text to numbers, the same under every locale: a decimal point, no separators of thousands. The whole text must be
/// the number; spaces around it and a "+" in front are fine. Every place that takes a number from a user, a command
/// line or a text file goes through these. Threads: any.

/// Without the spaces around it and one "+" in front of a digit or a point; empty where a sign has no number.
std::string_view number_body(std::string_view text);

/// A finite number such as 7, -1.5, .5, 1. or 1e3; nothing for any other text, for inf and nan, and for numbers that
/// are too large or too small for a double.
std::optional<double> parse_number(std::string_view text);

/// A whole number without point and exponent; nothing where it does not fit into `Whole`.
template <std::integral Whole>
std::optional<Whole> parse_whole(std::string_view text) {
  const std::string_view body = number_body(text);
  Whole value{};
  const auto [end, failure] = std::from_chars(body.data(), body.data() + body.size(), value);
  if (failure != std::errc{} || end != body.data() + body.size())
    return std::nullopt;
  return value;
}

/// Takes the number at the begin of `text` off it; nothing, and `text` as it was, where it begins with no number.
std::optional<double> take_number(std::string_view& text);

} // namespace striate
