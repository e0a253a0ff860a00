#pragma once
#include "engine/stimulus/movie/picture.h"

#include <filesystem>
#include <functional>
#include <string>

namespace striate {

/// Takes the frames of a file one after the other; `count` is how many there are.
using TakeFrame = std::function<void(Picture frame, std::size_t index, std::size_t count)>;

/// Frames of plain numbers without a header, one frame after the other, rows from first to last, little-endian. layout:
/// "120x80 float32", columns x rows and uint8, uint16, int16, float32 or float64. Throws Error when the layout is none
/// or the file is no whole number of frames.
void read_raw_frames(const std::filesystem::path& file, const std::string& layout, const TakeFrame& take);

/// Frames of an HDF5 data set of numbers, frames x rows x columns, or rows x columns for a single one. `dataset` may be
/// empty when the file's top level has just one. Throws Error naming file and data set.
void read_hdf5_frames(const std::filesystem::path& file, const std::string& dataset, const TakeFrame& take);

} // namespace striate
