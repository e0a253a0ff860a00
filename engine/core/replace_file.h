// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

namespace striate {

/// Puts a finished file in the place of another: its contents are on the disk before it takes the name, and the new
/// name is on the disk when this returns, so that after a crash or a power failure the old file or the whole new one is
/// there. Both must lie in one folder. Throws Error naming `file`; `beside` is removed then.
void replace_file(const std::filesystem::path& beside, const std::filesystem::path& file);

/// The file that `file` stands for: itself, or what a chain of symbolic links ends at, whether that exists or not. What
/// is to be written through a link takes the place of this one, and is put beside it first. Throws Error for a circle.
std::filesystem::path behind_links(const std::filesystem::path& file);

} // namespace striate
