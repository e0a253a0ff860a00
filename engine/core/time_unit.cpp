// SPDX-License-Identifier: Apache-2.0
#include "engine/core/time_unit.h"

#include "engine/core/text_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {
namespace {

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return small;
}

struct Unit {
  std::string_view word;
  double ms;
};

constexpr Unit units[] = {{"ms", 1.0},         {"msec", 1.0},       {"milli", 1.0},     {"millisecond", 1.0},
                          {"s", 1000.0},       {"sec", 1000.0},     {"second", 1000.0}, {"us", 1e-3},
                          {"\u00b5s", 1e-3},   {"\u03bcs", 1e-3},   {"usec", 1e-3},     {"microsecond", 1e-3},
                          {"\u00b5sec", 1e-3}, {"\u03bcsec", 1e-3}, {"ns", 1e-6},       {"nsec", 1e-6},
                          {"nanosecond", 1e-6}};

} // namespace

std::optional<double> milliseconds_per(std::string_view unit) {
  std::string word = small_letters(trimmed(unit));
  if (word.ends_with('.'))
    word.pop_back();
  for (const bool plural : {false, true}) {
    if (plural && (word.size() < 4 || !word.ends_with('s')))
      break;
    const std::string_view stem = std::string_view(word).substr(0, word.size() - (plural ? 1 : 0));
    const auto found = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return u.word == stem; });
    if (found != std::end(units))
      return found->ms;
  }
  return std::nullopt;
}

double in_milliseconds(double value, double ms_per_unit) {
  if (ms_per_unit == 1.0)
    return value;
  constexpr double parts = 1e6; // a nanosecond is 1e-6 ms
  const double product = value * ms_per_unit, decimal = std::nearbyint(product * parts) / parts;
  const bool same = std::abs(decimal - product) <= 4.0 * std::numeric_limits<double>::epsilon() * std::abs(product);
  return same ? decimal : product;
}

TitleAndUnit split_unit(std::string_view title) {
  title = trimmed(title);
  TitleAndUnit parts;
  std::string_view name = title;
  if (title.ends_with(')') || title.ends_with(']')) {
    const std::size_t open = title.find_last_of(title.back() == ')' ? '(' : '[');
    if (open != std::string_view::npos && open > 0) {
      name = trimmed(title.substr(0, open));
      parts.unit = trimmed(title.substr(open + 1, title.size() - open - 2));
    }
  } else if (const std::size_t gap = title.find_last_of("_ /"); gap != std::string_view::npos && gap > 0) {
    const std::string_view last = title.substr(gap + 1);
    if (milliseconds_per(last)) {
      name = trimmed(title.substr(0, gap));
      if (const std::string small = small_letters(name); small.ends_with(" in") || small.ends_with("_in"))
        name = trimmed(name.substr(0, name.size() - 3));
      parts.unit = last;
    }
  }
  while (name.ends_with('_'))
    name.remove_suffix(1);
  parts.name = small_letters(name);
  std::replace(parts.name.begin(), parts.name.end(), ' ', '_');
  return parts;
}

} // namespace striate
