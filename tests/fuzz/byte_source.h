// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/fuzz/entry_points.h"

namespace striate::fuzz {

/// Takes bytes one after the other; zeros when they have run out.
class ByteSource {
public:
  explicit ByteSource(Bytes bytes) : bytes_(bytes) {}
  bool empty() const { return at_ >= bytes_.size(); }
  std::uint8_t byte() { return empty() ? std::uint8_t{0} : bytes_[at_++]; }
  std::uint64_t word() {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i)
      value = value << 8 | byte();
    return value;
  }
  /// 0 .. count - 1
  std::size_t choice(std::size_t count) { return byte() % count; }

private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

} // namespace striate::fuzz
