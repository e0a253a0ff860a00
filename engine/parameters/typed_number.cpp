// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/typed_number.h"

#include "engine/core/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace striate {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string replaced(const std::string& text, std::string_view what, std::string_view by) {
  std::string result;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t at = std::min(text.find(what, from), text.size());
    result.append(text, from, at - from);
    if (at < text.size())
      result.append(by);
    from = at + what.size();
  }
  return result;
}

/// Spaces of every width as one blank, the minus of typographers as a hyphen.
std::string plain(std::string_view text) {
  std::string result(text);
  for (const char* space : {"\u00a0", "\u2009", "\u202f", "\u2007", "\t"})
    result = replaced(result, space, " ");
  result = replaced(result, "\u2212", "-");
  return std::string(trimmed(result));
}

/// Marks that some put between groups of three digits.
bool goes_on_in_groups(std::string_view rest) {
  for (const char* mark : {" ", "'", "\u2019", "_", "\u02d9"})
    if (rest.starts_with(mark) && rest.size() > std::string_view(mark).size() &&
        is_digit(rest[std::string_view(mark).size()]))
      return true;
  return false;
}

struct Mantissa {
  std::size_t begin = 0, end = 0; ///< of the digits and marks
  std::size_t marks = 0, mark = 0;
  std::size_t digits = 0;
};

Mantissa mantissa_of(std::string_view text) {
  Mantissa m;
  m.begin = !text.empty() && (text.front() == '+' || text.front() == '-') ? 1 : 0;
  for (m.end = m.begin; m.end < text.size(); ++m.end) {
    const char c = text[m.end];
    if (c == '.' || c == ',') {
      ++m.marks;
      m.mark = m.end;
    } else if (is_digit(c)) {
      ++m.digits;
    } else {
      break;
    }
  }
  return m;
}

std::size_t end_of_exponent(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E'))
    return at;
  std::size_t end = at + 1;
  if (end < text.size() && (text[end] == '+' || text[end] == '-'))
    ++end;
  const std::size_t digits = end;
  while (end < text.size() && is_digit(text[end]))
    ++end;
  return end == digits ? at : end;
}

/// "1,234": one to three digits that are no leading zero, a comma, three digits.
bool may_be_thousands(std::string_view text, const Mantissa& m) {
  const std::size_t before = m.mark - m.begin;
  return m.marks == 1 && text[m.mark] == ',' && before >= 1 && before <= 3 && text[m.begin] != '0' &&
         m.end - m.mark == 4;
}

std::string simple(std::string_view unit) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> other_names{{{"degrees", "°"},
                                                                                              {"degree", "°"},
                                                                                              {"deg", "°"},
                                                                                              {"º", "°"},
                                                                                              {"cycles", "cyc"},
                                                                                              {"cycle", "cyc"},
                                                                                              {"\u03bc", "µ"},
                                                                                              {"seconds", "s"},
                                                                                              {"second", "s"},
                                                                                              {"sec", "s"},
                                                                                              {"hertz", "hz"},
                                                                                              {"hours", "h"},
                                                                                              {"hour", "h"},
                                                                                              {"minutes", "min"},
                                                                                              {"minute", "min"},
                                                                                              {"percent", "%"},
                                                                                              {"cpd", "cyc/°"},
                                                                                              {"c/°", "cyc/°"}}};
  std::string result;
  for (const char c : unit)
    if (c != ' ')
      result += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  for (const auto& [name, usual] : other_names)
    if (result.find("cyc/°") == std::string::npos || name != "c/°")
      result = replaced(result, name, usual);
  if (result == "um")
    return "µm";
  return result == "millis" ? "ms" : result; // of milliseconds
}

} // namespace

TypedNumber typed_number(std::string_view typed) {
  TypedNumber number;
  const std::string text = plain(typed);
  const Mantissa m = mantissa_of(text);
  if (m.digits == 0)
    return number;
  const std::size_t end = end_of_exponent(text, m.end);
  if (m.marks > 1 || goes_on_in_groups(std::string_view(text).substr(end))) {
    number.problem = TypedNumber::Problem::thousands;
    return number;
  }
  if (may_be_thousands(text, m)) {
    number.problem = TypedNumber::Problem::ambiguous;
    return number;
  }
  const std::string digits = replaced(text.substr(0, end), ",", ".");
  const char* begin = digits.data() + (digits.front() == '+' ? 1 : 0);
  const auto [stop, failure] = std::from_chars(begin, digits.data() + digits.size(), number.value);
  if (failure != std::errc{} || stop != digits.data() + digits.size() || !std::isfinite(number.value))
    return number;
  number.problem = TypedNumber::Problem::none;
  number.unit = std::string(trimmed(std::string_view(text).substr(end)));
  if (m.marks == 1 && end == m.end) {
    std::size_t last = m.end;
    while (last > m.mark + 1 && text[last - 1] == '0')
      --last;
    number.decimals = static_cast<int>(last - m.mark - 1);
  }
  return number;
}

std::string TypedNumber::complaint(std::string_view text) const {
  switch (problem) {
  case Problem::thousands:
    return fmt::format("\"{}\" is not a plain number; write it without thousands separators", trimmed(text));
  case Problem::ambiguous: {
    const std::string plain_text = plain(text);
    const std::string number = plain_text.substr(0, mantissa_of(plain_text).end);
    return fmt::format("\"{}\" may mean {} or {}; write one of these", trimmed(text), replaced(number, ",", "."),
                       replaced(number, ",", ""));
  }
  case Problem::no_number:
  case Problem::none:
    break;
  }
  return trimmed(text).empty() ? "the entry is empty" : fmt::format("\"{}\" is not a number", trimmed(text));
}

bool same_unit(std::string_view typed, std::string_view wanted) {
  const std::string a = simple(typed), b = simple(wanted);
  const bool singular = b.size() > 3 && b.back() == 's' && std::string_view(b).substr(0, b.size() - 1) == a;
  return a == b || singular; // "1 trial" of "trials"
}

} // namespace striate
