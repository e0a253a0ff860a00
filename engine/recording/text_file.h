#pragma once
#include <filesystem>
#include <string_view>

namespace striate {

/// Writes a whole text file so that a reader sees the old text or the new one, never half of it (written beside, then
/// renamed). Throws Error naming the file.
void write_text_file(const std::filesystem::path& file, std::string_view text);

} // namespace striate
