// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/movie/picture.h"

#include <filesystem>
#include <string>

namespace striate {

struct PngPicture {
  Picture picture;    ///< gray values 0..255, not rounded
  std::string remark; ///< what was done beyond reading the values, empty mostly; no full stop
};

/// Reads a PNG file of any kind (1 to 16 bits, gray, palette or colour, interlaced) as gray values 0..255 at full
/// precision: 32896 of 65535 is 128. A value means what a display of gamma 2.2 (sRGB) makes of it, and so does a file
/// without a word about brightness; a gAMA chunk of another gamma is converted to that. Colours become the gray of
/// equal luminance (weights of sRGB, or of the file's own primaries); transparent parts lie on middle gray. Throws
/// Error naming the file when it cannot be read, is no PNG, is damaged, holds an animation or a scale of brightness
/// that is not read, or is larger than 64 million pixels.
PngPicture read_png(const std::filesystem::path& file);

} // namespace striate
