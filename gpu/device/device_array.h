// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/device.h"

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace striate {

/// Memory of a device, freed with the object. Movable. Keeps the device alive.
template <typename T>
class DeviceArray {
  static_assert(std::is_trivially_copyable_v<T>);

public:
  DeviceArray() = default;
  /// All zero.
  DeviceArray(std::shared_ptr<Device> device, std::size_t size) : device_(std::move(device)), size_(size) {
    if (size_ == 0)
      return;
    data_ = static_cast<T*>(device_->allocate(size_ * sizeof(T)));
    zero();
  }
  DeviceArray(std::shared_ptr<Device> device, std::span<const T> values)
      : device_(std::move(device)), size_(values.size()) {
    if (size_ == 0)
      return;
    data_ = static_cast<T*>(device_->allocate(size_ * sizeof(T)));
    upload(values);
  }
  ~DeviceArray() {
    if (data_ != nullptr)
      device_->release(data_);
  }
  DeviceArray(DeviceArray&& other) noexcept { swap(other); }
  DeviceArray& operator=(DeviceArray&& other) noexcept {
    DeviceArray taken(std::move(other));
    swap(taken);
    return *this;
  }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;

  T* data() const { return data_; } ///< on the device; null when empty
  std::size_t size() const { return size_; }
  /// The first values; the others stay.
  void upload(std::span<const T> values) {
    if (!values.empty())
      device_->upload(data_, values.data(), values.size_bytes());
  }
  /// All of them, into as many.
  void download(std::span<T> values) const {
    if (size_ != 0)
      device_->download(values.data(), data_, size_ * sizeof(T));
  }
  std::vector<T> download() const {
    std::vector<T> values(size_);
    if (size_ != 0)
      device_->download(values.data(), data_, size_ * sizeof(T));
    return values;
  }
  void zero() {
    if (size_ != 0)
      device_->zero(data_, size_ * sizeof(T));
  }
  /// The first values become those of the other, which is not longer.
  void copy(const DeviceArray& from) {
    if (from.size_ != 0)
      device_->copy(data_, from.data_, from.size_ * sizeof(T));
  }
  /// Becomes as long as the other and equal to it.
  void assign(const DeviceArray& from) {
    if (size_ != from.size_)
      *this = from.size_ == 0 ? DeviceArray() : DeviceArray(from.device_, from.size_);
    copy(from);
  }
  DeviceArray clone() const {
    DeviceArray other;
    other.assign(*this);
    return other;
  }

  /// At least so many; what was in it is lost when it grows.
  void make_room(const std::shared_ptr<Device>& device, std::size_t size) {
    if (size_ >= size)
      return;
    *this = DeviceArray(); // first, so that old and new are never there together
    *this = DeviceArray(device, size);
  }

private:
  void swap(DeviceArray& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

  std::shared_ptr<Device> device_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// The values on the device.
template <typename T>
DeviceArray<T> uploaded(const std::shared_ptr<Device>& device, const std::vector<T>& values) {
  return {device, std::span(values)};
}

/// Pinned memory of the host, freed with the object. Movable. Keeps the device alive.
template <typename T>
class PinnedArray {
  static_assert(std::is_trivially_copyable_v<T>);

public:
  PinnedArray() = default;
  PinnedArray(std::shared_ptr<Device> device, std::size_t size) : device_(std::move(device)), size_(size) {
    if (size_ != 0)
      data_ = static_cast<T*>(device_->allocate_pinned(size_ * sizeof(T)));
  }
  ~PinnedArray() {
    if (data_ != nullptr)
      device_->release_pinned(data_);
  }
  PinnedArray(PinnedArray&& other) noexcept { swap(other); }
  PinnedArray& operator=(PinnedArray&& other) noexcept {
    PinnedArray taken(std::move(other));
    swap(taken);
    return *this;
  }
  PinnedArray(const PinnedArray&) = delete;
  PinnedArray& operator=(const PinnedArray&) = delete;

  /// Begins to take over the first `count` values; they are there after Device::wait().
  void begin_download(const DeviceArray<T>& from, std::size_t count) {
    if (count != 0)
      device_->begin_download(data_, from.data(), count * sizeof(T));
  }
  std::span<const T> values() const { return {data_, size_}; }

private:
  void swap(PinnedArray& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

  std::shared_ptr<Device> device_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace striate
