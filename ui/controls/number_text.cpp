// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/number_text.h"

#include "engine/core/errors.h"
#include "engine/parameters/typed_number.h"

#include <fmt/format.h>

namespace striate {

namespace {

std::string range_text(const NumberFormat& format) {
  return fmt::format("{:.{}f} to {:.{}f}{}{}", format.min, format.decimals, format.max, format.decimals,
                     format.unit.isEmpty() || format.unit == "°" ? "" : " ", format.unit.toStdString());
}

std::string digits_text(int decimals) {
  if (decimals == 0)
    return "a whole number";
  return fmt::format("a number with at most {} decimal place{}", decimals, decimals == 1 ? "" : "s");
}

} // namespace

double read_number(const QString& text, const NumberFormat& format) {
  const std::string typed = text.trimmed().toStdString();
  const std::string name = format.name.isEmpty() ? "This" : format.name.toStdString();
  const TypedNumber number = typed_number(typed);
  if (number.problem != TypedNumber::Problem::none)
    throw Error(fmt::format("{}: enter a number from {}; {}.", name, range_text(format), number.complaint(typed)),
                Error::Kind::usage);
  const std::string unit = format.unit.toStdString();
  if (!number.unit.empty() && (unit.empty() || !same_unit(number.unit, unit)))
    throw Error(fmt::format("{} has {}; \"{}\" has the unit {}.", name, unit.empty() ? "no unit" : "the unit " + unit,
                            typed, number.unit),
                Error::Kind::usage);
  if (number.decimals > format.decimals ||
      (format.decimals == 0 && number.value != static_cast<double>(static_cast<long long>(number.value))))
    throw Error(fmt::format("{} must be {}; \"{}\" is not.", name, digits_text(format.decimals), typed),
                Error::Kind::usage);
  if (!(number.value >= format.min && number.value <= format.max))
    throw Error(fmt::format("{} must be {}, not {}.", name, range_text(format), typed), Error::Kind::usage);
  return number.value;
}

} // namespace striate
