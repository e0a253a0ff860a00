// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace striate {

/// A number as people type it, in every field and flag alike and under every locale: "1.5" and "1,5" are the same, a
/// unit may follow, thousands separators are none. What can be read in two ways is not read at all.
struct TypedNumber {
  enum class Problem {
    none,
    no_number, ///< "fast", ""
    thousands, ///< "1,234.5", "1 234", "1.234.567"
    ambiguous  ///< "1,234": 1.234 to some, 1234 to others
  };
  Problem problem = Problem::no_number;
  double value = 0.0;
  int decimals = 0; ///< digits behind the mark that are not idle zeros; 0 when there is an exponent
  std::string unit; ///< what stands behind the number, as it was typed

  /// What is wrong with `text`, as the end of a sentence: "\"1,234\" may be 1.234 or 1234".
  std::string complaint(std::string_view text) const;
};

TypedNumber typed_number(std::string_view text);

/// Whether a unit that was typed is the wanted one, however it is written: "deg" and "°", "cyc/deg" and "cyc/°", "um"
/// and "µm", "sec" and "s", "trial" and "trials".
bool same_unit(std::string_view typed, std::string_view wanted);

} // namespace striate
