// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/stored_type.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace striate::hdf5 {

/// A dataset that is looked at before it is read: the only way by which the program reads datasets. All functions throw
/// Refusal, which names file, dataset and where it can the row.
class Dataset {
public:
  /// path: from the location; shown: the path by which messages name it. Refuses what is missing, a group, values that
  /// are kept in other files (external or virtual: HDF5 reads zeros where those are missing), filters this build lacks,
  /// chunks that are too large, and extents that the bytes on the disk cannot hold.
  static Dataset open(hid_t location, const std::string& path, const std::filesystem::path& file,
                      const std::string& shown);

  /// Type and extent only, for columns that are not read. Nothing when that is no dataset or damaged.
  static std::optional<StoredType> look(hid_t location, const std::string& path);

  const StoredType& stored() const { return stored_; }
  /// Length of the first dimension; 1 without dimensions.
  std::uint64_t rows() const { return stored_.extent.empty() ? stored_.count : stored_.extent.front(); }
  /// Values in one of them.
  std::uint64_t row_values() const;
  const std::filesystem::path& file() const { return file_; }
  const std::string& name() const { return name_; }
  hid_t id() const { return dataset_; } ///< for its attributes

  /// Refuses unless it is a list (one dimension) of this kind. Whole numbers may stand where reals are wanted.
  void require_list(StoredType::Kind kind) const;
  /// Whether values are stored exactly as this type.
  bool stored_as(hid_t type) const;

  /// Whole rows from `first`; `out` holds rows x row_values() values. Value: double and float (of any numbers and
  /// logical values), std::uint64_t and std::int64_t (of whole numbers and logical values; what does not fit is refused
  /// with its row), and std::int16_t, std::uint32_t, std::uint16_t, std::uint8_t (of that type only).
  template <typename Value>
  void read(std::uint64_t first, std::span<Value> out) const;
  /// All values, row after row. Refuses, with the bytes, what the machine's memory cannot hold.
  template <typename Value>
  std::vector<Value> all() const;
  std::vector<std::string> texts() const;

  /// How it is stored.
  std::uint64_t chunk_rows() const { return chunk_rows_; } ///< 0: not in chunks
  const std::vector<H5Z_filter_t>& filters() const { return filters_; }
  std::uint64_t stored_bytes() const { return H5Dget_storage_size(dataset_); } ///< on the disk, packed
  /// Where the values lie in the file, counted from its first byte; only of values in one piece that were written.
  std::optional<std::uint64_t> offset() const;
  /// The bytes of the chunk that begins at this row of a list, as they are stored. False when there are none, more than
  /// `most`, or not all filters were used.
  bool stored_chunk(std::uint64_t first_row, std::uint64_t most, std::vector<unsigned char>& bytes) const;

private:
  Dataset(std::filesystem::path file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  [[noreturn]] void fail(const std::string& what, std::optional<std::uint64_t> row = {}) const;
  void look_at_storage();
  void check_size() const;
  void check_memory(std::size_t value_bytes) const;
  void read_rows(std::uint64_t first, std::uint64_t count, hid_t memory_type, void* values) const;

  std::filesystem::path file_;
  std::string name_;
  Id dataset_, type_;
  StoredType stored_;
  std::uint64_t chunk_rows_ = 0, chunk_values_ = 0;
  std::vector<H5Z_filter_t> filters_;
};

} // namespace striate::hdf5
