// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace striate {

/// What a numeric field takes: range, digits behind the decimal mark, unit.
struct NumberFormat {
  QString name; ///< of the field, for sentences; may be empty
  double min = 0.0, max = 0.0;
  int decimals = 0;
  QString unit;
};

/// The number that someone typed: TypedNumber's rules, the unit behind it when it is the field's. Throws a usage Error
/// with one sentence when it is no such number, has more decimals than the field keeps, or is out of range.
double read_number(const QString& text, const NumberFormat& format);

} // namespace striate
