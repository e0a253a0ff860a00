// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string_view>

namespace striate {

/// Writes a whole file, text or bytes, so that a reader, a crash or a power failure finds the old contents or the new
/// ones, never half: written under a name of its own in the same folder, on the disk before it takes the name
/// (core/replace_file.h). A symbolic link stays a link, and what it points to is written; permissions of a file that
/// was there are kept; a device or pipe is written as it is. Nothing is left behind by a failure. Throws one Error that
/// names the file and the system's reason. Threads: any, for different files.
void write_text_file(const std::filesystem::path& file, std::string_view text);

} // namespace striate
