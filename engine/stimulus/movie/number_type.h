// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace striate {

/// What kind of numbers a file holds; with their range it decides which are black and white. picture: a PNG file's
/// values 0..255.
enum class NumberKind : std::uint8_t { picture, boolean, uint8, uint16, integer, real };

/// A type of number in a file of plain numbers.
struct NumberType {
  std::string_view name;  ///< "uint8", "float32" ...
  std::string_view numpy; ///< NumPy's letter and bytes: "u1", "f4" ...
  std::size_t bytes;
  NumberKind kind;
  /// Reads values.size() numbers; `swapped`: their bytes stand in the order that is not this machine's.
  void (*read)(std::span<const char> bytes, bool swapped, std::span<float> values);
};

/// All types that are read.
std::span<const NumberType> number_types();

} // namespace striate
