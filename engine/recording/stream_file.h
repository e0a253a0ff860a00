// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/hdf5_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// An HDF5 file that grows row by row; every call on one thread. What flush() has written stays readable by any HDF5
/// program however the process ends:
/// - chunks are written at once and never over old ones (no file space is reused; chunks without a filter are written
///   over with the same bytes and more), the index of the chunks only at a flush (the metadata cache evicts nothing
///   between flushes), so the file always holds a complete older state; every flush ends with a small chunk of
///   /striate_flushes, because HDF5 does take the place of a chunk that grows at the end of a file;
/// - other programs may read the file while it grows (steady_driver.h) and find every row of some flush;
/// - before a flush the disk space for the index is reserved, so a full disk fails before the index is touched;
/// - after a failure abandon() keeps HDF5's closing writes away from the file.
/// All throw Error naming the file.
class StreamFile {
public:
  /// A dataset whose rows are appended.
  struct Column {
    std::string name; ///< "/spikes/v1/timestamps"; groups are created
    hid_t file_type = H5T_NATIVE_FLOAT;
    hid_t memory_type = H5T_NATIVE_FLOAT; ///< of what append() gets
    std::vector<hsize_t> row;             ///< shape of a row; {} = one number
    hsize_t chunk_rows = 1;
    hsize_t chunk_columns = 0;    ///< of the last dimension; 0 = whole rows
    int deflate = 0;              ///< 0 = no filter, else shuffle and deflate of this level
    bool trial_dimension = false; ///< a first dimension of length 1 before the rows
    float fill = 0.0f;            ///< what cut-off rows read as
  };

  StreamFile(const std::filesystem::path& file, const std::string& settings_json, bool overwrite);
  ~StreamFile();
  StreamFile(const StreamFile&) = delete;
  StreamFile& operator=(const StreamFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  hid_t root() const { return file_; }

  /// Index of the new column. All columns are made before the first flush.
  std::size_t add_column(const Column& column);
  /// A dataset of a few kB that is written whole, also again later; the values come with the next flush.
  void write_small(const std::string& name, hid_t file_type, hid_t memory_type, const void* values, hsize_t count);
  /// Texts of at most 255 bytes.
  void write_texts(const std::string& name, const std::vector<std::string>& texts);
  void write_text_attribute(const std::string& object, const char* name, const std::string& text);

  /// Whole rows.
  void append(std::size_t column, std::span<const std::byte> rows);
  template <typename Value>
  void append(std::size_t column, std::span<const Value> values) {
    append(column, std::as_bytes(values));
  }
  std::uint64_t rows(std::size_t column) const;

  /// Replaces the attribute striate_settings at the next flush.
  void set_settings(const std::string& settings_json);
  void flush();
  void close();
  /// After an error: leaves the file as it was at the last flush.
  void abandon();
  std::uint64_t flushed_rows(std::size_t column) const { return columns_[column].flushed; }

private:
  struct OpenColumn {
    Column what;
    hdf5::Id dataset;
    std::size_t row_bytes = 0;
    std::uint64_t start = 0;     ///< rows in full chunks before the tail
    std::vector<std::byte> tail; ///< the chunk that is being filled, kept so that it is written whole
    bool dirty = false;
    std::uint64_t flushed = 0;
  };

  void create(bool overwrite);
  void open_dataset(OpenColumn& column);
  void close_datasets();
  void append(OpenColumn& column, std::span<const std::byte> rows);
  void write_tail(OpenColumn& column);
  void reserve_space() const;
  void write_index(bool growing);
  [[noreturn]] void fail(const std::string& what) const;

  std::filesystem::path path_;
  hdf5::Id file_;
  std::vector<OpenColumn> columns_;
  OpenColumn journal_; ///< /striate_flushes: rows of the first column at every flush
};

} // namespace striate
