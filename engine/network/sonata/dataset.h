#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/hdf5/hdf5_file.h"
#include "engine/network/sonata/problems.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace striate::sonata {

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

/// A dataset of one dimension. Opening it checks everything that reading needs: it fails, naming file and dataset, when
/// it is missing, has another number of dimensions, the wrong kind of values, a filter this build lacks, or claims more
/// rows than the bytes it has on disk can hold.
class Dataset {
public:
  enum class Kind { integer, real, text };

  /// Integers may stand where reals are wanted, never the other way round.
  static Dataset open(const Group& group, const std::string& name, Kind wanted, Problems& problems);

  std::uint64_t rows() const { return rows_; }
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
  hid_t dataset() const { return dataset_; }
  Stored stored() const { return stored_; }
  std::uint64_t chunk_rows() const { return chunk_rows_; } ///< 0: not in chunks
  bool shuffled() const { return shuffled_; }
  bool deflated() const { return deflated_; }

private:
  void check_filters(hid_t creation, Problems& problems);
  void check_size(Problems& problems) const;
  template <typename Value>
  void read(std::uint64_t first, std::span<Value> out, Problems& problems) const;
  void check_signs(std::uint64_t first, std::span<const std::uint64_t> values, Problems& problems) const;
  template <typename Value, typename Take>
  void slabs(ThreadPool& pool, Task& task, Problems& problems, const Take& take) const;

  hdf5::Id dataset_;
  Place place_;
  Kind kind_ = Kind::integer;
  Stored stored_ = Stored::other;
  bool signed_ = false, shuffled_ = false, deflated_ = false;
  std::uint64_t rows_ = 0, chunk_rows_ = 0, value_bytes_ = 0;
};

} // namespace striate::sonata
