// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/fuzz/byte_source.h"

#include <filesystem>

namespace striate::fuzz {

/// Makes one change, described by the bytes, to an HDF5 file of a network or a recording. HDF5 may refuse it; the file
/// stays sound.
void change_hdf5(const std::filesystem::path& file, ByteSource& bytes);

/// Overwrites one byte of the file's heaps of texts, which HDF5 itself does not check.
void change_heap(const std::filesystem::path& file, ByteSource& bytes);

} // namespace striate::fuzz
