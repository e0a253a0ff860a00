// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/rows_by_target.h"

#include <algorithm>
#include <cmath>

namespace striate::sonata {

void EdgeRows::resize(std::size_t rows) {
  source.resize(rows);
  target.resize(rows);
  weight.resize(rows);
  delay.resize(rows);
}

void EdgeRows::drop_front(std::size_t rows) {
  const auto count = static_cast<std::ptrdiff_t>(rows);
  source.erase(source.begin(), source.begin() + count);
  target.erase(target.begin(), target.begin() + count);
  weight.erase(weight.begin(), weight.begin() + count);
  delay.erase(delay.begin(), delay.begin() + count);
}

RowsByTarget::RowsByTarget(const Projection& projection, std::span<const double> unit_weight)
    : projection_(projection), unit_weight_(unit_weight), row_start_(std::size_t{projection.target_count} + 1) {
  for (std::uint64_t edge = 0; edge < projection.edge_count(); ++edge)
    row_start_[projection.target[edge] + 1] += multiplicity(edge);
  for (std::size_t target = 1; target < row_start_.size(); ++target)
    row_start_[target] += row_start_[target - 1];
  cursor_.reserve(projection.runs.size());
  for (const EdgeRun& run : projection.runs)
    cursor_.push_back(run.begin);
}

std::uint32_t RowsByTarget::multiplicity(std::uint64_t edge) const {
  if (unit_weight_.empty())
    return 1;
  return static_cast<std::uint32_t>(
      std::llround(static_cast<double>(projection_.weight[edge]) / unit_weight_[projection_.target[edge]]));
}

void RowsByTarget::append(std::uint64_t rows, EdgeRows& to) {
  const std::uint64_t first_row = row_start_[next_target_];
  const auto found = std::lower_bound(row_start_.begin() + next_target_ + 1, row_start_.end(), first_row + rows);
  const auto end_target = static_cast<std::uint32_t>(
      std::min<std::ptrdiff_t>(found - row_start_.begin(), static_cast<std::ptrdiff_t>(projection_.target_count)));
  const std::size_t before = to.size();
  to.resize(before + row_start_[end_target] - first_row);

  std::vector<std::size_t> place(end_target - next_target_);
  for (std::uint32_t target = next_target_; target < end_target; ++target)
    place[target - next_target_] = before + row_start_[target] - first_row;
  for (std::uint32_t source = 0; source < projection_.source_count; ++source)
    for (std::uint64_t run = projection_.row_run[source]; run < projection_.row_run[source + 1]; ++run) {
      const std::uint64_t end = projection_.runs[run + 1].begin;
      std::uint64_t edge = cursor_[run];
      for (; edge < end && projection_.target[edge] < end_target; ++edge) {
        const std::uint32_t target = projection_.target[edge];
        const std::uint32_t count = multiplicity(edge);
        for (std::uint32_t i = 0; i < count; ++i) {
          const std::size_t row = place[target - next_target_]++;
          to.source[row] = source;
          to.target[row] = target;
          // Equal parts whose sum rounds to the edge's single-precision weight again.
          to.weight[row] = static_cast<double>(projection_.weight[edge]) / count;
          to.delay[row] = projection_.delay_ms.empty() ? static_cast<double>(projection_.runs[run].delay)
                                                       : projection_.delay_ms[edge];
        }
      }
      cursor_[run] = edge;
    }
  next_target_ = end_target;
}

} // namespace striate::sonata
