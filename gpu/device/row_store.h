// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/device_array.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace striate {

/// Rows of equal length in a device's memory, found by ids of the host: rows come and go without asking the device for
/// memory each time.
template <typename T>
class RowStore {
public:
  RowStore() = default;
  RowStore(std::shared_ptr<Device> device, std::size_t row_size) : device_(std::move(device)), row_size_(row_size) {}

  /// Place of the row of `id`, which is made when there is none: zero, or as it was left by an earlier one when
  /// `cleared` is false. `moved` is set when all rows have moved in memory.
  std::uint32_t place(std::uint32_t id, bool cleared, bool& moved) {
    const auto known = std::ranges::find(ids_, id);
    if (known != ids_.end())
      return static_cast<std::uint32_t>(known - ids_.begin());
    auto free = std::ranges::find(ids_, nobody);
    if (free == ids_.end()) {
      grow();
      moved = true;
      free = std::ranges::find(ids_, nobody);
    }
    *free = id;
    const auto at = static_cast<std::uint32_t>(free - ids_.begin());
    if (cleared)
      device_->zero(values_.data() + at * row_size_, row_size_ * sizeof(T));
    return at;
  }
  bool has(std::uint32_t id) const { return std::ranges::find(ids_, id) != ids_.end(); }
  void upload(std::uint32_t place, std::size_t offset, std::span<const T> values) {
    device_->upload(values_.data() + place * row_size_ + offset, values.data(), values.size_bytes());
  }
  /// Frees all rows but those for whose ids `kept` holds.
  template <typename Kept>
  void keep_only(Kept&& kept) {
    for (std::uint32_t& id : ids_)
      if (id != nobody && !kept(id))
        id = nobody;
  }

  T* data() const { return values_.data(); }
  const DeviceArray<T>& values() const { return values_; }
  DeviceArray<T>& values() { return values_; }
  RowStore clone() const {
    RowStore copy(device_, row_size_);
    copy.ids_ = ids_;
    copy.values_ = values_.clone();
    return copy;
  }

private:
  static constexpr std::uint32_t nobody = 0xFFFFFFFFu;

  void grow() {
    const std::size_t rows = std::max<std::size_t>(4, 2 * ids_.size());
    DeviceArray<T> larger(device_, rows * row_size_);
    larger.copy(values_);
    values_ = std::move(larger);
    ids_.resize(rows, nobody);
  }

  std::shared_ptr<Device> device_;
  std::size_t row_size_ = 0;
  std::vector<std::uint32_t> ids_; ///< of every place
  DeviceArray<T> values_;
};

} // namespace striate
