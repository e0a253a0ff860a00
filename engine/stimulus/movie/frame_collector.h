// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/movie/array_file.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/stimulus.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace striate {

/// Collects the frames of a movie at the field's size, learns their range on the way, and makes the movie.
class FrameCollector {
public:
  FrameCollector(std::string name, int columns, int rows, bool top_row_first);

  /// Throws Error when the frames are too many or `what` holds values that are no numbers.
  void take(const Picture& frame, const std::string& what, std::size_t count);
  /// Something to be said once at the end; the same words are said once.
  void remark(const std::string& words);
  /// Brings the values from the range asked for, or decided by the kind of numbers, to -1..1.
  LoadedMovie finish(const MovieSettings& settings, NumberKind kind);

private:
  ValueRange range(MovieSettings::Range asked, NumberKind kind) const;

  std::string name_;
  int columns_, rows_;
  bool top_row_first_;
  float low_ = std::numeric_limits<float>::infinity(), high_ = -std::numeric_limits<float>::infinity();
  std::pair<int, int> first_size_;
  std::string other_size_;
  std::vector<std::string> remarks_;
  std::vector<float> values_;
};

} // namespace striate
