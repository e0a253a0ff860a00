// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/number_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace striate {

namespace {

template <typename Number>
void read(std::span<const char> bytes, bool swapped, std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::array<char, sizeof(Number)> own;
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * sizeof(Number)), sizeof(Number), own.begin());
    if (swapped)
      std::ranges::reverse(own);
    Number number;
    std::memcpy(&number, own.data(), sizeof(Number));
    values[i] = static_cast<float>(number);
  }
}

/// IEEE binary16.
void read_half(std::span<const char> bytes, bool swapped, std::span<float> values) {
  std::vector<float> raw(values.size());
  read<std::uint16_t>(bytes, swapped, raw);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto bits = static_cast<std::uint16_t>(raw[i]);
    const int exponent = bits >> 10 & 31, fraction = bits & 1023;
    const float size = exponent == 31  ? (fraction == 0 ? HUGE_VALF : NAN)
                       : exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                       : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
    values[i] = (bits & 0x8000) != 0 ? -size : size;
  }
}

/// One byte each; anything but 0 is true, as NumPy has it.
void read_bool(std::span<const char> bytes, bool, std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = bytes[i] == 0 ? 0.0f : 1.0f;
}

constexpr std::array types{
    NumberType{"bool", "b1", 1, NumberKind::boolean, read_bool},
    NumberType{"uint8", "u1", 1, NumberKind::uint8, read<std::uint8_t>},
    NumberType{"uint16", "u2", 2, NumberKind::uint16, read<std::uint16_t>},
    NumberType{"uint32", "u4", 4, NumberKind::integer, read<std::uint32_t>},
    NumberType{"uint64", "u8", 8, NumberKind::integer, read<std::uint64_t>},
    NumberType{"int8", "i1", 1, NumberKind::integer, read<std::int8_t>},
    NumberType{"int16", "i2", 2, NumberKind::integer, read<std::int16_t>},
    NumberType{"int32", "i4", 4, NumberKind::integer, read<std::int32_t>},
    NumberType{"int64", "i8", 8, NumberKind::integer, read<std::int64_t>},
    NumberType{"float16", "f2", 2, NumberKind::real, read_half},
    NumberType{"float32", "f4", 4, NumberKind::real, read<float>},
    NumberType{"float64", "f8", 8, NumberKind::real, read<double>},
};

} // namespace

std::span<const NumberType> number_types() {
  return types;
}

} // namespace striate
