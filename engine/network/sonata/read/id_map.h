// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace striate::sonata {

/// From the ids of a file to rows, whatever their order: a plain array where the ids are nearly dense, else a sorted
/// list. Immutable after building.
class IdMap {
public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  /// Ids may be at most 2^32 - 2 in number. Of equal ids the first row is kept, see duplicate().
  explicit IdMap(std::span<const std::uint64_t> ids) {
    const std::uint64_t largest = ids.empty() ? 0 : *std::ranges::max_element(ids);
    if (largest < 8 * ids.size() + 1024) {
      dense_.assign(largest + 1, none);
      for (std::size_t row = 0; row < ids.size(); ++row)
        keep_dense(ids[row], static_cast<std::uint32_t>(row));
      return;
    }
    for (std::size_t row = 0; row < ids.size(); ++row)
      sorted_.emplace_back(ids[row], static_cast<std::uint32_t>(row));
    std::ranges::sort(sorted_);
    for (std::size_t i = 1; i < sorted_.size(); ++i)
      if (sorted_[i].first == sorted_[i - 1].first)
        duplicate_ = std::min(duplicate_, sorted_[i].second);
  }

  std::uint32_t row(std::uint64_t id) const {
    if (id < dense_.size())
      return dense_[id];
    const auto at = std::ranges::lower_bound(sorted_, id, {}, &std::pair<std::uint64_t, std::uint32_t>::first);
    return at != sorted_.end() && at->first == id ? at->second : none;
  }

  /// The first row whose id stood in an earlier row; none when every id is there once.
  std::uint32_t duplicate() const { return duplicate_; }

private:
  void keep_dense(std::uint64_t id, std::uint32_t row) {
    if (dense_[id] == none)
      dense_[id] = row;
    else
      duplicate_ = std::min(duplicate_, row);
  }

  std::vector<std::uint32_t> dense_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted_;
  std::uint32_t duplicate_ = none;
};

} // namespace striate::sonata
