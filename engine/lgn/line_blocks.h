// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <vector>

namespace striate {

/// A "line" is one subfield of one unit: lines 0..units-1 are the dominant subfields, the second subfields of composite
/// units follow. All per-line arrays are padded to whole blocks of this many lines, the unit of every loop over lines:
/// long enough for any vector width, short enough that the lines of a block share their filter support.
inline constexpr int lines_per_block = 64;

/// One complex number per line, real and imaginary parts apart.
struct LineComplex {
  std::vector<double> re, im;

  explicit LineComplex(std::size_t padded_lines = 0) : re(padded_lines, 0.0), im(padded_lines, 0.0) {}
  bool operator==(const LineComplex&) const = default;
};

} // namespace striate
