// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/chunk_stream.h"

#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

namespace striate::sonata {

/// A column of T whose row i is value(i).
template <typename T, typename Value>
Column value_column(std::string name, hid_t type, Value value) {
  Column result;
  result.name = std::move(name);
  result.type = type;
  result.value_bytes = sizeof(T);
  result.fill = [value](std::uint64_t first, std::size_t count, std::byte* out) {
    for (std::size_t i = 0; i < count; ++i) {
      const T one = value(first + i);
      std::memcpy(out + i * sizeof(T), &one, sizeof(T));
    }
  };
  return result;
}

/// A new SONATA file with the format's root attributes and the group of its one population ("nodes/v1"). Both throw
/// Error naming the file.
struct PopulationFile {
  std::filesystem::path path;
  hdf5::Id file, group;

  PopulationFile(std::filesystem::path new_file, const std::string& name);
  /// The orderly end, in which what is still in memory is written.
  void close();
};

} // namespace striate::sonata
