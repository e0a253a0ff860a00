// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate {

/// Which rows (ranks) of the laminar raster are shown: zoom and pan without widgets. Fractions of rows are kept so that
/// slow drags add up.
class RowWindow {
public:
  static constexpr double min_rows = 20.0;

  void set_rows(std::uint32_t rows); ///< another network: shows all of them
  std::uint32_t rows() const { return rows_; }
  std::uint32_t first() const;
  std::uint32_t last() const; ///< one past the last shown
  bool all() const { return first() == 0 && last() == rows_; }

  void zoom(double factor, double around_rank); ///< factor < 1 zooms in; around_rank stays in place
  void scroll(double rows);                     ///< > 0 towards deeper layers
  void show_all();
  /// Scrolls as little as needed to bring the rank into view.
  void reveal(std::uint32_t rank);

  /// Rank at a height of the raster's axis: rank r fills y from rows - r - 1 to rows - r.
  double rank_at(double y) const { return static_cast<double>(rows_) - y; }

private:
  void place(double first, double count);

  std::uint32_t rows_ = 0;
  double first_ = 0.0;
  double count_ = 0.0;
};

} // namespace striate
