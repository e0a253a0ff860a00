// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>

namespace striate {

/// One frame of a file: rows x columns values in the file's order and in its own range.
struct Picture {
  int columns = 0, rows = 0;
  std::vector<float> values;

  bool operator==(const Picture&) const = default;
};

/// Resamples a picture to another size with an antialiased bilinear filter, axis by axis (docs/model/lgn.md#eq-15). The
/// ratio of the sides is not kept; the same size gives the same values.
Picture resampled(const Picture& picture, int columns, int rows);

} // namespace striate
