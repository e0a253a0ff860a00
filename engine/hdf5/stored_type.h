// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/hdf5_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace striate::hdf5 {

/// What an attribute or dataset holds, looked at before anything is read.
struct StoredType {
  enum class Kind {
    whole,       ///< integers of any size and byte order
    real,        ///< floating-point numbers of any size and byte order
    enumeration, ///< names for whole numbers; also the logical values of h5py
    text,        ///< of fixed or variable length
    other        ///< compound, opaque, reference, array, lists of varying length, ...
  };

  Kind kind = Kind::other;
  bool is_signed = false;      ///< of whole numbers and enumerations
  bool variable = false;       ///< text of variable length
  std::size_t value_bytes = 0; ///< in the file
  bool empty = false;          ///< a null space: no value, not even of length 0
  std::vector<hsize_t> extent; ///< {} = one value
  std::uint64_t count = 0;     ///< values in all

  bool is_number() const { return kind == Kind::whole || kind == Kind::real; }
  /// "whole numbers", "numbers", "texts", "compound values": for sentences.
  std::string words() const { return words_; }

  /// Looks at a type and a space. False when HDF5 cannot tell, or the extents multiply beyond 64 bits.
  static bool look(hid_t type, hid_t space, StoredType& stored);

private:
  std::string words_;
};

} // namespace striate::hdf5
