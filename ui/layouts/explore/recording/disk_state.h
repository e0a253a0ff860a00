// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

namespace striate {

/// Bytes of the files in a folder, not in folders within; 0 when it cannot be read.
double folder_bytes(const std::filesystem::path& folder);
/// Bytes that the user can still write where the folder is or would be made; NaN when unknown.
double free_bytes(std::filesystem::path folder);

} // namespace striate
