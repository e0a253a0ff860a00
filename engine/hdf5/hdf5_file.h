// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <hdf5.h>

#include <filesystem>
#include <string>
#include <vector>

namespace striate::hdf5 {

/// A small layer over the HDF5 C API: identifiers that close themselves and errors that name file and dataset. Reading
/// is in group.h, attribute.h and dataset.h, which look at everything first. Thread rule: one thread at a time per
/// file.

/// Owns one HDF5 identifier.
class Id {
public:
  using Close = herr_t (*)(hid_t);
  Id() = default;
  Id(hid_t id, Close close) : id_(id), close_(close) {}
  ~Id() { reset(); }
  Id(Id&& other) noexcept : id_(other.id_), close_(other.close_) { other.id_ = H5I_INVALID_HID; }
  Id& operator=(Id&& other) noexcept {
    if (this != &other) {
      reset();
      id_ = other.id_;
      close_ = other.close_;
      other.id_ = H5I_INVALID_HID;
    }
    return *this;
  }

  operator hid_t() const { return id_; }
  bool valid() const { return id_ >= 0; }
  /// Closes now; false when HDF5 could not.
  bool reset() {
    const hid_t id = id_;
    id_ = H5I_INVALID_HID;
    return id < 0 || close_(id) >= 0;
  }

private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// While it lives HDF5 prints nothing to stderr on this thread; the reasons come as Error instead.
class QuietErrors {
public:
  QuietErrors();
  ~QuietErrors();
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;

private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

/// What HDF5 says about its last failure on this thread: the innermost reason, or the system's ("No space left on
/// device").
std::string last_reason();

/// The opened object; throws Error "<what> <object> of <file> ...: <reason>" when id < 0.
Id checked(hid_t id, Id::Close close, const std::filesystem::path& file, const std::string& object);

bool has_attribute(hid_t object, const char* name);

/// Attributes as UTF-8 text of variable length (it has no size limit), as uint32 and as float64; throw Error naming
/// file and attribute when it fails.
void write_text(hid_t object, const char* name, const std::string& text, const std::filesystem::path& file);
void write_numbers(hid_t object, const char* name, const std::vector<std::uint32_t>& values, bool scalar,
                   const std::filesystem::path& file);
void write_number(hid_t object, const char* name, double value, const std::filesystem::path& file);

} // namespace striate::hdf5
