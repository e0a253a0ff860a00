// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>

namespace striate {

/// A checkpoint under a name that a run does not write again, beside it: what takes its weights names a file whose
/// content stays. stem: what it shall be called, with a number when that is taken. Takes no room where the file system
/// knows links. Throws Error naming the file.
std::filesystem::path kept_checkpoint(const std::filesystem::path& checkpoint, const std::string& stem);

} // namespace striate
