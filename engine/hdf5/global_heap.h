// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/hdf5_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace striate::hdf5 {

/// Reads values of variable length past HDF5's own reader. HDF5 1.10 trusts the sizes in the global heap: one wrong
/// byte makes it loop for ever (an object of size 0) or read beyond its memory (an index that is not there). A limit on
/// time or a child process would only end what hangs, after a wait, and could not run inside the window; so the heap is
/// read here, every size checked against the collection and the collection against the file. HDF5 is asked only for the
/// references to the heap, through a conversion that hands out their bytes as they are stored.
/// For files open for reading. One thread.
class GlobalHeap {
public:
  /// object: any object of the file; place: what is read, for messages.
  GlobalHeap(hid_t object, std::filesystem::path file, std::string place);

  std::size_t reference_bytes() const { return 8 + address_bytes_; }
  /// The memory type with which H5Aread and H5Dread give references of reference_bytes() each.
  Id reference_type() const;

  /// The bytes that a reference names, valid while the heap lives; nothing for the reference of a null value. Throws
  /// Refusal when the heap is damaged.
  std::string_view bytes(std::span<const unsigned char> reference);

private:
  struct Object {
    std::uint64_t at, size;
  };
  struct Collection {
    std::string bytes;
    std::map<std::uint64_t, Object> objects;
  };
  const Collection& collection(std::uint64_t address);
  bool read(std::uint64_t address, std::span<char> out) const;
  [[noreturn]] void damaged() const;

  std::filesystem::path file_;
  std::string place_;
  Id file_id_;
  int descriptor_ = -1;
  std::uint64_t base_ = 0; ///< of all addresses: the size of the user block
  std::size_t address_bytes_ = 8, size_bytes_ = 8;
  std::map<std::uint64_t, Collection> collections_;
};

} // namespace striate::hdf5
