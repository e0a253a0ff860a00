// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace striate {

/// One-dimensional arrays and texts by name, kept in an HDF5 file: the form in which complete states are saved.
struct ArrayFile {
  using Array = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int16_t>,
                             std::vector<std::int64_t>, std::vector<std::uint32_t>, std::vector<std::uint64_t>>;
  std::map<std::string, std::string> texts; ///< attributes of the file
  std::map<std::string, Array> arrays;      ///< datasets; a name may hold groups ("watched/psc")
};

/// Writes beside, then takes the name (core/replace_file.h). Every array carries checksums.
/// Throws Error naming the file and, when known, the reason (a full disk).
void write_array_file(const std::filesystem::path& file, const ArrayFile& content);

/// Throws Error naming file and array: missing, not HDF5, cut off, a checksum that does not fit, another type.
ArrayFile read_array_file(const std::filesystem::path& file);

} // namespace striate
