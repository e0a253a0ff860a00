// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/movie/number_type.h"
#include "engine/stimulus/movie/picture.h"

#include <filesystem>
#include <functional>
#include <string>

namespace striate {

/// Takes the frames of a file one after the other; `count` is how many there are.
using TakeFrame = std::function<void(Picture frame, std::size_t index, std::size_t count)>;

/// Frames of plain numbers without a header, one frame after the other, rows from first to last, little-endian. layout:
/// "120x80 float32", columns x rows and the name of a NumberType. Throws Error when the layout is none or the file is
/// no whole number of frames.
NumberKind read_raw_frames(const std::filesystem::path& file, const std::string& layout, const TakeFrame& take);

/// Frames of an HDF5 data set of numbers, frames x rows x columns, or rows x columns for a single one. `dataset` may be
/// empty when the file's top level has just one. h5py's enumeration of FALSE and TRUE is read as bool. Throws Error
/// naming file and data set.
NumberKind read_hdf5_frames(const std::filesystem::path& file, const std::string& dataset, const TakeFrame& take);

/// Frames of a NumPy array (.npy, versions 1 to 3), frames x rows x columns or rows x columns, of either byte order, in
/// C or Fortran order. Throws Error naming the file: other shapes or types, a damaged header, a file of another length
/// than its header says.
NumberKind read_npy_frames(const std::filesystem::path& file, const TakeFrame& take);

/// The numbers that are shown as black and white, and how that was decided.
struct ValueRange {
  float black = 0.0f, white = 1.0f;
};

/// Decides by kind and least and greatest value (docs/model/lgn.md#eq-17): bool is 0..1, bytes are 0..255; uint16 is
/// 0..65535 when a value is above 255, else 0..255; other numbers take the first of 0..1, -1..1, 0..255 that holds all,
/// else their own range. Throws Error beginning with `name` where this would be a guess: integers that reach 1 and no
/// further, and an array of one single value outside those ranges.
ValueRange automatic_range(NumberKind kind, float least, float greatest, const std::string& name);

} // namespace striate
