// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/hdf5_file.h"
#include "engine/network/generator/target_blocks.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace striate::sonata {

/// One dataset of a stream: [rows] or, with two values a row, [rows, 2].
struct Column {
  std::string name;
  hid_t type = H5I_INVALID_HID; ///< little-endian, as in the file
  std::size_t value_bytes = 0;
  std::size_t values_per_row = 1;
  /// Writes rows [first, first + count) of the column, contiguous, little-endian. Called by several threads.
  std::function<void(std::uint64_t first, std::size_t count, std::byte* out)> fill;
};

/// Datasets of equal length that are filled chunk after chunk. The chunks are compressed (shuffle and gzip, unless the
/// level is 0) by all threads and handed to HDF5 ready-made, so its own single-threaded filters never run.
class ChunkStream {
public:
  /// Creates the datasets in `group`. Throws Error naming dataset and file.
  ChunkStream(hid_t group, std::filesystem::path file, std::vector<Column> columns, std::uint64_t rows,
              std::uint64_t chunk_rows, int compression);

  std::uint64_t chunk_rows() const { return chunk_rows_; }
  std::uint64_t chunks() const { return (rows_ + chunk_rows_ - 1) / chunk_rows_; }
  hid_t dataset(std::size_t column) const { return datasets_[column]; }

  /// Fills, compresses and writes the chunks [first, first + count) of all columns.
  void write(std::uint64_t first, std::uint64_t count, Workshop workshop, ProgressSpan progress);

private:
  std::vector<std::byte> stored(const Column& column, std::uint64_t chunk) const;

  std::filesystem::path file_;
  std::vector<Column> columns_;
  std::vector<hdf5::Id> datasets_;
  std::uint64_t rows_, chunk_rows_;
  int compression_;
};

} // namespace striate::sonata
