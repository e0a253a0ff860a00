#include "engine/network/sonata/dataset.h"

#include "engine/network/sonata/chunk_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace striate::sonata {

namespace {

constexpr std::uint64_t slab_rows = 1u << 20;
/// No filter of HDF5 packs better than this many rows into a byte of the file; gzip ends near 1000 bytes a byte.
constexpr std::uint64_t most_rows_per_byte = 4096;
/// Columns this short cost nothing, whatever they claim.
constexpr std::uint64_t smallest_checked_rows = 65536;
constexpr std::uint64_t largest_chunk_bytes = 1u << 30;
constexpr std::uint64_t largest_text_bytes = 1u << 30;

const char* words(Dataset::Kind kind) {
  switch (kind) {
  case Dataset::Kind::integer:
    return "whole numbers";
  case Dataset::Kind::real:
    return "numbers";
  case Dataset::Kind::text:
    return "texts";
  }
  return "";
}

Dataset::Stored stored_as(hid_t type) {
  using Stored = Dataset::Stored;
  const std::pair<hid_t, Stored> known[] = {
      {H5T_STD_U8LE, Stored::u8},    {H5T_STD_U16LE, Stored::u16}, {H5T_STD_U32LE, Stored::u32},
      {H5T_STD_U64LE, Stored::u64},  {H5T_STD_I8LE, Stored::i8},   {H5T_STD_I16LE, Stored::i16},
      {H5T_STD_I32LE, Stored::i32},  {H5T_STD_I64LE, Stored::i64}, {H5T_IEEE_F32LE, Stored::f32},
      {H5T_IEEE_F64LE, Stored::f64},
  };
  for (const auto& [candidate, stored] : known)
    if (H5Tequal(type, candidate) > 0)
      return stored;
  return Stored::other;
}

herr_t keep_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

H5O_type_t object_type(hid_t group, const std::string& child) {
  H5O_info_t info;
  if (H5Oget_info_by_name2(group, child.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0)
    return H5O_TYPE_UNKNOWN;
  return info.type;
}

} // namespace

bool Group::has(const std::string& child) const {
  return H5Lexists(id, child.c_str(), H5P_DEFAULT) > 0 && H5Oexists_by_name(id, child.c_str(), H5P_DEFAULT) > 0;
}

bool Group::has_group(const std::string& child) const {
  return has(child) && object_type(id, child) == H5O_TYPE_GROUP;
}

bool Group::has_column(const std::string& child) const {
  return has(child) && object_type(id, child) == H5O_TYPE_DATASET;
}

std::vector<std::string> Group::children() const {
  std::vector<std::string> names;
  H5Literate(id, H5_INDEX_NAME, H5_ITER_INC, nullptr, keep_name, &names);
  return names;
}

Group Group::open_file(const std::filesystem::path& file, Problems& problems) {
  std::error_code failure;
  if (!std::filesystem::exists(file, failure))
    problems.fail({file}, "the file is missing; check the path");
  hdf5::Id id(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!id.valid())
    problems.fail({file}, fmt::format("not a readable HDF5 file, or cut short ({})", hdf5::last_reason()));
  return {std::move(id), file, ""};
}

Group Group::open(const std::string& child, Problems& problems) const {
  if (!has_group(child))
    problems.fail(place(child), "the group is missing");
  hdf5::Id opened(H5Gopen2(id, child.c_str(), H5P_DEFAULT), H5Gclose);
  if (!opened.valid())
    problems.fail(place(child), fmt::format("the group is damaged ({})", hdf5::last_reason()));
  return {std::move(opened), file, path + "/" + child};
}

Dataset Dataset::open(const Group& group, const std::string& name, Kind wanted, Problems& problems) {
  Dataset column;
  column.place_ = group.place(name);
  if (!group.has(name))
    problems.fail(column.place_, "the dataset is missing");
  if (!group.has_column(name))
    problems.fail(column.place_, "a dataset belongs here, not a group");
  column.dataset_ = {H5Dopen2(group.id, name.c_str(), H5P_DEFAULT), H5Dclose};
  const hdf5::Id space(H5Dget_space(column.dataset_), H5Sclose);
  const hdf5::Id type(H5Dget_type(column.dataset_), H5Tclose);
  const hdf5::Id creation(H5Dget_create_plist(column.dataset_), H5Pclose);
  if (!column.dataset_.valid() || !space.valid() || !type.valid() || !creation.valid())
    problems.fail(column.place_, fmt::format("the dataset is damaged ({})", hdf5::last_reason()));

  const int dimensions = H5Sget_simple_extent_ndims(space);
  if (dimensions != 1 || H5Sget_simple_extent_type(space) != H5S_SIMPLE)
    problems.fail(column.place_, fmt::format("has {} dimensions where one is expected", dimensions));
  hsize_t rows = 0;
  H5Sget_simple_extent_dims(space, &rows, nullptr);
  column.rows_ = rows;
  column.value_bytes_ = H5Tget_size(type);

  const H5T_class_t value = H5Tget_class(type);
  column.kind_ = value == H5T_INTEGER ? Kind::integer : value == H5T_FLOAT ? Kind::real : Kind::text;
  const bool known = value == H5T_INTEGER || value == H5T_FLOAT || value == H5T_STRING;
  if (!known || (column.kind_ != wanted && !(column.kind_ == Kind::integer && wanted == Kind::real)))
    problems.fail(column.place_, fmt::format("does not hold {}", words(wanted)));
  column.signed_ = value == H5T_INTEGER && H5Tget_sign(type) != H5T_SGN_NONE;
  if (H5Pget_layout(creation) == H5D_CHUNKED) {
    hsize_t chunk = 0;
    if (H5Pget_chunk(creation, 1, &chunk) == 1)
      column.chunk_rows_ = chunk;
    column.stored_ = stored_as(type);
  }
  column.check_filters(creation, problems);
  column.check_size(problems);
  return column;
}

void Dataset::check_filters(hid_t creation, Problems& problems) {
  const int filters = H5Pget_nfilters(creation);
  for (int i = 0; i < filters; ++i) {
    unsigned flags = 0;
    unsigned config = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, &config);
    if (filter < 0 || H5Zfilter_avail(filter) <= 0)
      problems.fail(place_, fmt::format("the dataset uses HDF5 filter {}, which this build cannot read; rewrite it "
                                        "with gzip",
                                        static_cast<int>(filter)));
    if (filter == H5Z_FILTER_SHUFFLE && i == 0)
      shuffled_ = true;
    else if (filter == H5Z_FILTER_DEFLATE && i + 1 == filters)
      deflated_ = true;
    else
      stored_ = Stored::other;
  }
}

void Dataset::check_size(Problems& problems) const {
  if (chunk_rows_ > 0 && value_bytes_ > largest_chunk_bytes / chunk_rows_)
    problems.fail(place_, fmt::format("is stored in chunks of {} rows, too large to read; rewrite it with smaller ones",
                                      chunk_rows_));
  const std::uint64_t stored = H5Dget_storage_size(dataset_);
  if (rows_ > smallest_checked_rows && rows_ / most_rows_per_byte > stored)
    problems.fail(place_,
                  fmt::format("claims {} rows but holds {} bytes; the file is damaged or cut short", rows_, stored));
}

template <typename Value, typename Take>
void Dataset::slabs(ThreadPool& pool, Task& task, Problems& problems, const Take& take) const {
  const bool decoded = ChunkDecoder::knows(*this);
  ChunkDecoder decoder(*this, pool);
  std::uint64_t step = slab_rows;
  if (chunk_rows_ > 0)
    step = chunk_rows_ > slab_rows ? chunk_rows_ : slab_rows / chunk_rows_ * chunk_rows_;
  std::vector<Value> values;
  for (std::uint64_t first = 0; first < rows_; first += step) {
    task.check();
    values.resize(std::min(step, rows_ - first));
    if (!decoded || !decoder.read(first, values, problems))
      read(first, std::span<Value>(values), problems);
    if constexpr (std::is_same_v<Value, std::uint64_t>)
      if (signed_)
        check_signs(first, values, problems);
    take(first, std::span<const Value>(values));
  }
}

template <typename Value>
void Dataset::read(std::uint64_t first, std::span<Value> out, Problems& problems) const {
  hid_t memory = H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<Value, std::uint64_t>)
    memory = signed_ ? H5T_NATIVE_INT64 : H5T_NATIVE_UINT64;
  const hsize_t count = out.size();
  const hsize_t offset = first;
  const hdf5::Id space(H5Dget_space(dataset_), H5Sclose);
  const hdf5::Id slab(H5Screate_simple(1, &count, nullptr), H5Sclose);
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, &offset, nullptr, &count, nullptr) < 0 ||
      H5Dread(dataset_, memory, slab, space, H5P_DEFAULT, out.data()) < 0)
    problems.fail(place(first), fmt::format("the data from this row on cannot be read ({}); copy or download the file "
                                            "again",
                                            hdf5::last_reason()));
}

void Dataset::check_signs(std::uint64_t first, std::span<const std::uint64_t> values, Problems& problems) const {
  const auto negative =
      std::ranges::find_if(values, [](std::uint64_t value) { return static_cast<std::int64_t>(value) < 0; });
  if (negative != values.end())
    problems.fail(place(first + static_cast<std::uint64_t>(negative - values.begin())),
                  fmt::format("{} where a number from 0 on belongs", static_cast<std::int64_t>(*negative)));
}

void Dataset::for_slabs(ThreadPool& pool, Task& task, Problems& problems, const TakeIds& take) const {
  slabs<std::uint64_t>(pool, task, problems, take);
}

void Dataset::for_slabs(ThreadPool& pool, Task& task, Problems& problems, const TakeReals& take) const {
  slabs<double>(pool, task, problems, take);
}

std::vector<std::uint64_t> Dataset::ids(ThreadPool& pool, Task& task, Problems& problems) const {
  std::vector<std::uint64_t> all;
  slabs<std::uint64_t>(pool, task, problems, [&](std::uint64_t, std::span<const std::uint64_t> values) {
    all.insert(all.end(), values.begin(), values.end());
  });
  return all;
}

std::vector<double> Dataset::reals(ThreadPool& pool, Task& task, Problems& problems) const {
  std::vector<double> all;
  slabs<double>(pool, task, problems, [&](std::uint64_t, std::span<const double> values) {
    all.insert(all.end(), values.begin(), values.end());
  });
  return all;
}

std::vector<std::string> Dataset::texts(Problems& problems) const {
  std::vector<std::string> all;
  if (rows_ == 0)
    return all;
  const hdf5::Id type(H5Dget_type(dataset_), H5Tclose);
  const hdf5::Id memory(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_cset(memory, H5Tget_cset(type));
  const bool variable = H5Tis_variable_str(type) > 0;
  const std::uint64_t width = variable ? sizeof(char*) : value_bytes_ + 1;
  if (width > largest_text_bytes / rows_)
    problems.fail(place_, fmt::format("holds {} texts of {} bytes, too many to read", rows_, value_bytes_));
  H5Tset_size(memory, variable ? H5T_VARIABLE : width);
  all.reserve(rows_);
  if (!variable) {
    std::vector<char> bytes(rows_ * width);
    if (H5Dread(dataset_, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
      problems.fail(place_, fmt::format("the texts cannot be read ({})", hdf5::last_reason()));
    for (std::uint64_t row = 0; row < rows_; ++row)
      all.emplace_back(&bytes[row * width]); // the reader's width leaves room for the closing zero
    return all;
  }
  std::vector<char*> pointers(rows_);
  const bool read = H5Dread(dataset_, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) >= 0;
  for (char* pointer : pointers) {
    all.emplace_back(pointer == nullptr ? "" : pointer);
    H5free_memory(pointer);
  }
  if (!read)
    problems.fail(place_, fmt::format("the texts cannot be read ({})", hdf5::last_reason()));
  return all;
}

} // namespace striate::sonata
