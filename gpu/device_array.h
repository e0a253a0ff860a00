#pragma once
#include "gpu/device.h"

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

} // namespace striate
