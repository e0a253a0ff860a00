// SPDX-License-Identifier: Apache-2.0
#include "ui/views/row_window.h"

#include <algorithm>
#include <cmath>

namespace striate {

void RowWindow::set_rows(std::uint32_t rows) {
  rows_ = rows;
  show_all();
}

void RowWindow::show_all() {
  first_ = 0.0;
  count_ = rows_;
}

std::uint32_t RowWindow::first() const {
  return static_cast<std::uint32_t>(std::lround(first_));
}

std::uint32_t RowWindow::last() const {
  return std::min(rows_, first() + static_cast<std::uint32_t>(std::lround(count_)));
}

void RowWindow::place(double first, double count) {
  const double all = rows_;
  count_ = std::clamp(count, std::min(min_rows, all), all);
  first_ = std::clamp(first, 0.0, all - count_);
}

void RowWindow::zoom(double factor, double around_rank) {
  if (rows_ == 0)
    return;
  const double share = std::clamp((around_rank - first_) / count_, 0.0, 1.0);
  const double count = std::clamp(count_ * factor, std::min(min_rows, double{1.0} * rows_), double{1.0} * rows_);
  place(around_rank - share * count, count);
}

void RowWindow::scroll(double rows) {
  place(first_ + rows, count_);
}

void RowWindow::reveal(std::uint32_t rank) {
  if (rank < first())
    place(rank, count_);
  else if (rank >= last())
    place(rank + 1.0 - count_, count_);
}

} // namespace striate
