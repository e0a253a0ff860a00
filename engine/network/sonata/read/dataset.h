// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/hdf5/attribute.h"
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/refusal.h"
#include "engine/network/sonata/read/problems.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace striate::sonata {

/// Does work on a file; what the HDF5 layer refuses fails there, in the words of Problems.
template <typename Work>
auto reading(const Place& place, Problems& problems, const Work& work) {
  try {
    return work();
  } catch (const hdf5::Refusal& refusal) {
    problems.fail({place.file, place.object, refusal.row()}, refusal.what_is_wrong());
  }
}

/// An open HDF5 file or group with the path by which messages name it.
struct Group {
  hdf5::Id id;
  std::filesystem::path file;
  std::string path; ///< "/edges/v1_to_v1"

  Place place(const std::string& child) const { return {file, path + "/" + child}; }
  bool has(const std::string& child) const;       ///< false also when a link leads nowhere
  bool has_group(const std::string& child) const; ///< a group of that name
  bool has_column(const std::string& child) const;
  std::vector<std::string> children() const; ///< in order of name

  /// Both fail when it cannot be opened.
  static Group open_file(const std::filesystem::path& file, Problems& problems);
  Group open(const std::string& child, Problems& problems) const;
};

/// A dataset of one dimension. Opening it checks everything that reading needs (engine/hdf5/dataset.h) and the kind of
/// its values; it fails, naming file and dataset.
class Dataset {
public:
  enum class Kind { integer, real, text };

  /// Integers may stand where reals are wanted, never the other way round.
  static Dataset open(const Group& group, const std::string& name, Kind wanted, Problems& problems);

  std::uint64_t rows() const { return data_->rows(); }
  Kind kind() const { return kind_; }
  const Place& place() const { return place_; }
  Place place(std::uint64_t row) const { return {place_.file, place_.object, row}; }

  /// Calls take(first row, values) for slab after slab in row order, on the calling thread. A slab is whole chunks of
  /// about a million rows, inflated on all threads of the pool. Checks the task between slabs.
  /// Integers: negative ones fail, naming the row.
  using TakeIds = std::function<void(std::uint64_t, std::span<const std::uint64_t>)>;
  using TakeReals = std::function<void(std::uint64_t, std::span<const double>)>;
  void for_slabs(ThreadPool& pool, Task& task, Problems& problems, const TakeIds& take) const;
  void for_slabs(ThreadPool& pool, Task& task, Problems& problems, const TakeReals& take) const;

  /// The whole column; for columns of nodes.
  std::vector<std::uint64_t> ids(ThreadPool& pool, Task& task, Problems& problems) const;
  std::vector<double> reals(ThreadPool& pool, Task& task, Problems& problems) const;
  std::vector<std::string> texts(Problems& problems) const;

  /// How a value is stored, when the chunks can be decoded without HDF5.
  enum class Stored { other, u8, u16, u32, u64, i8, i16, i32, i64, f32, f64 };
  Stored stored() const { return stored_; }
  std::uint64_t chunk_rows() const { return data_->chunk_rows(); } ///< 0: not in chunks
  bool shuffled() const { return shuffled_; }
  bool deflated() const { return deflated_; }
  /// As hdf5::Dataset::stored_chunk.
  bool stored_chunk(std::uint64_t first_row, std::uint64_t most, std::vector<unsigned char>& bytes) const {
    return data_->stored_chunk(first_row, most, bytes);
  }

private:
  void look_at_filters();
  void check_signs(std::uint64_t first, std::span<const std::uint64_t> values, Problems& problems) const;
  template <typename Value, typename Take>
  void slabs(ThreadPool& pool, Task& task, Problems& problems, const Take& take) const;

  std::optional<hdf5::Dataset> data_; ///< there from open() on
  Place place_;
  Kind kind_ = Kind::integer;
  Stored stored_ = Stored::other;
  bool shuffled_ = false, deflated_ = false;
};

} // namespace striate::sonata
