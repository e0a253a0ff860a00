#pragma once
#include "engine/stimulus/movie/picture.h"

#include <filesystem>

namespace striate {

/// Reads a PNG file as gray values 0..255; colours become their luminance, transparent parts lie on middle gray. Throws
/// Error naming the file when it cannot be read, is no PNG, is damaged or is larger than 64 million pixels.
Picture read_png(const std::filesystem::path& file);

} // namespace striate
