// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/stored_type.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace striate::hdf5 {

/// Fills the memory with all values of an attribute or dataset, as this memory type; false when HDF5 cannot.
using ReadValues = std::function<bool(hid_t memory_type, void* memory)>;

/// All texts of an attribute or dataset, which `stored` describes: of fixed length (ended or filled up by zeros, filled
/// up with spaces, or full to the last byte) or variable. Null values are empty texts. Throws Refusal: too many or
/// damaged.
std::vector<std::string> read_texts(hid_t object, hid_t type, const StoredType& stored, const ReadValues& read,
                                    const std::filesystem::path& file, const std::string& place);

} // namespace striate::hdf5
