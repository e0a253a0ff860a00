// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/dataset.h"

#include "engine/core/process.h"
#include "engine/hdf5/group.h"
#include "engine/hdf5/refusal.h"
#include "engine/hdf5/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <type_traits>

namespace striate::hdf5 {

namespace {

/// Datasets this small cost nothing, whatever they claim.
constexpr std::uint64_t smallest_checked_bytes = 1u << 20;
/// Of these much may be missing: chunks that were never written.
constexpr std::uint64_t most_per_plain_byte = 64;
/// gzip ends near 1000 bytes a byte.
constexpr std::uint64_t most_per_packed_byte = 32768;
constexpr std::uint64_t largest_chunk_bytes = 1u << 30;

template <typename Value>
hid_t type_of() {
  if constexpr (std::is_same_v<Value, double>)
    return H5T_NATIVE_DOUBLE;
  else if constexpr (std::is_same_v<Value, float>)
    return H5T_NATIVE_FLOAT;
  else if constexpr (std::is_same_v<Value, std::uint64_t>)
    return H5T_NATIVE_UINT64;
  else if constexpr (std::is_same_v<Value, std::int64_t>)
    return H5T_NATIVE_INT64;
  else if constexpr (std::is_same_v<Value, std::uint32_t>)
    return H5T_NATIVE_UINT32;
  else if constexpr (std::is_same_v<Value, std::uint16_t>)
    return H5T_NATIVE_UINT16;
  else if constexpr (std::is_same_v<Value, std::uint8_t>)
    return H5T_NATIVE_UINT8;
  else {
    static_assert(std::is_same_v<Value, std::int16_t>);
    return H5T_NATIVE_INT16;
  }
}

bool is_whole(const StoredType& stored) {
  return stored.kind == StoredType::Kind::whole || stored.kind == StoredType::Kind::enumeration;
}

} // namespace

Dataset Dataset::open(hid_t location, const std::string& path, const std::filesystem::path& file,
                      const std::string& shown) {
  Dataset data(file, shown);
  if (!has(location, path))
    data.fail("the dataset is missing");
  if (!has_dataset(location, path))
    data.fail("a dataset is expected here, not a group");
  data.dataset_ = {H5Dopen2(location, path.c_str(), H5P_DEFAULT), H5Dclose};
  data.type_ = {H5Dget_type(data.dataset_), H5Tclose};
  const Id space(H5Dget_space(data.dataset_), H5Sclose);
  if (!data.dataset_.valid() || !data.type_.valid() || !space.valid())
    data.fail(fmt::format("the dataset is damaged ({})", last_reason()));
  if (!StoredType::look(data.type_, space, data.stored_))
    data.fail("claims an impossible number of values; the file is damaged");
  data.look_at_storage();
  data.check_size();
  return data;
}

std::optional<StoredType> Dataset::look(hid_t location, const std::string& path) {
  if (!has_dataset(location, path))
    return std::nullopt;
  const Id data(H5Dopen2(location, path.c_str(), H5P_DEFAULT), H5Dclose);
  const Id type(H5Dget_type(data), H5Tclose);
  const Id space(H5Dget_space(data), H5Sclose);
  StoredType stored;
  return StoredType::look(type, space, stored) ? std::optional(stored) : std::nullopt;
}

void Dataset::fail(const std::string& what, std::optional<std::uint64_t> row) const {
  throw Refusal(file_, name_, what, row);
}

std::uint64_t Dataset::row_values() const {
  std::uint64_t values = 1;
  for (std::size_t k = 1; k < stored_.extent.size(); ++k)
    values *= stored_.extent[k];
  return values;
}

void Dataset::look_at_storage() {
  const Id creation(H5Dget_create_plist(dataset_), H5Pclose);
  if (!creation.valid())
    fail(fmt::format("the dataset is damaged ({})", last_reason()));
  const H5D_layout_t layout = H5Pget_layout(creation);
  if (layout == H5D_VIRTUAL || H5Pget_external_count(creation) > 0)
    fail("stores its values in external files; rewrite it with the values inside");
  if (layout == H5D_CHUNKED) {
    std::vector<hsize_t> chunk(std::max<std::size_t>(1, stored_.extent.size()));
    if (H5Pget_chunk(creation, static_cast<int>(chunk.size()), chunk.data()) != static_cast<int>(stored_.extent.size()))
      fail(fmt::format("the dataset is damaged ({})", last_reason()));
    chunk_rows_ = chunk.front();
    chunk_values_ = 1;
    for (const hsize_t length : chunk) {
      if (length == 0 || length > largest_chunk_bytes / stored_.value_bytes / chunk_values_)
        fail(fmt::format("has chunks of {} rows, too large to read; rewrite it with smaller chunks", chunk_rows_));
      chunk_values_ *= length;
    }
  }
  const int filters = H5Pget_nfilters(creation);
  for (int i = 0; i < filters; ++i) {
    unsigned flags = 0;
    unsigned config = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, &config);
    if (filter < 0 || H5Zfilter_avail(filter) <= 0)
      fail(fmt::format("the dataset uses HDF5 filter {}, which this build cannot read; rewrite it with gzip",
                       static_cast<int>(filter)));
    filters_.push_back(filter);
  }
}

void Dataset::check_size() const {
  if (stored_.count <= smallest_checked_bytes / stored_.value_bytes)
    return;
  const std::uint64_t on_disk = stored_bytes();
  const Id file(H5Iget_file_id(dataset_), H5Fclose); // that of the dataset: a link may lead to another one
  hsize_t file_bytes = 0;
  H5Fget_filesize(file, &file_bytes);
  const auto values = static_cast<double>(stored_.count) * static_cast<double>(stored_.value_bytes);
  const bool packed = std::ranges::any_of(
      filters_, [](H5Z_filter_t filter) { return filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32; });
  const auto most = static_cast<double>(packed ? most_per_packed_byte : most_per_plain_byte);
  if (values > most * static_cast<double>(on_disk) || on_disk > file_bytes)
    fail(fmt::format("claims {} rows but holds {} bytes; the file is damaged or truncated", rows(),
                     std::min<std::uint64_t>(on_disk, file_bytes)));
}

void Dataset::check_memory(std::size_t value_bytes) const {
  const double bytes = static_cast<double>(stored_.count) * static_cast<double>(value_bytes);
  const double machine = physical_memory_mb() * 1e6;
  if (machine > 0.0 && bytes > 0.8 * machine)
    fail(fmt::format("needs {:.1f} GB of memory, this machine has {:.1f} GB", bytes * 1e-9, machine * 1e-9));
}

void Dataset::require_list(StoredType::Kind kind) const {
  if (stored_.extent.size() != 1)
    fail(stored_.empty ? std::string("is empty")
                       : fmt::format("has {} dimensions where one is expected", stored_.extent.size()));
  const bool reals_of_whole = kind == StoredType::Kind::real && stored_.kind == StoredType::Kind::whole;
  if (stored_.kind == kind || reals_of_whole)
    return;
  fail(fmt::format("does not hold {}", kind == StoredType::Kind::text    ? "texts"
                                       : kind == StoredType::Kind::whole ? "whole numbers"
                                                                         : "numbers"));
}

bool Dataset::stored_as(hid_t type) const {
  return H5Tequal(type_, type) > 0;
}

void Dataset::read_rows(std::uint64_t first, std::uint64_t count, hid_t memory_type, void* values) const {
  if (count == 0 || stored_.count == 0)
    return;
  const QuietErrors quiet;
  const Id space(H5Dget_space(dataset_), H5Sclose);
  Id memory;
  bool fine = space.valid();
  if (stored_.extent.empty()) {
    memory = {H5Screate(H5S_SCALAR), H5Sclose};
  } else {
    std::vector<hsize_t> start(stored_.extent.size(), 0), length = stored_.extent;
    start.front() = first;
    length.front() = count;
    memory = {H5Screate_simple(static_cast<int>(length.size()), length.data(), nullptr), H5Sclose};
    fine = fine && H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, length.data(), nullptr) >= 0;
  }
  if (!fine || H5Dread(dataset_, memory_type, memory, space, H5P_DEFAULT, values) < 0)
    fail(fmt::format("the data from this row on cannot be read ({}); copy or download the file again", last_reason()),
         first);
}

template <typename Value>
void Dataset::read(std::uint64_t first, std::span<Value> out) const {
  const std::uint64_t width = row_values();
  if (width == 0 || out.empty())
    return;
  const std::uint64_t count = out.size() / width;
  if (first > rows() || count > rows() - first)
    fail(fmt::format("has {} rows, no row {}", rows(), first + count - 1));
  constexpr bool real = std::is_floating_point_v<Value>;
  constexpr bool wide = std::is_same_v<Value, std::uint64_t> || std::is_same_v<Value, std::int64_t>;
  if (real ? !stored_.is_number() && stored_.kind != StoredType::Kind::enumeration : !is_whole(stored_))
    fail(fmt::format("does not hold {}", real ? "numbers" : "whole numbers"));
  if (!real && !wide && !stored_as(type_of<Value>()))
    fail("holds whole numbers of an unexpected size");
  if constexpr (!wide) {
    read_rows(first, count, type_of<Value>(), out.data());
  } else {
    // HDF5 would cut what does not fit without a word: read as it is stored, then look.
    read_rows(first, count, stored_.is_signed ? H5T_NATIVE_INT64 : H5T_NATIVE_UINT64, out.data());
    if (std::is_signed_v<Value> == stored_.is_signed)
      return;
    const auto wrong = std::ranges::find_if(out, [](Value value) { return static_cast<std::int64_t>(value) < 0; });
    if (wrong == out.end())
      return;
    const std::uint64_t row = first + static_cast<std::uint64_t>(wrong - out.begin()) / width;
    if (stored_.is_signed)
      fail(fmt::format("{} where a non-negative number is expected", static_cast<std::int64_t>(*wrong)), row);
    fail(fmt::format("{} where a number below 2^63 is expected", static_cast<std::uint64_t>(*wrong)), row);
  }
}

template <typename Value>
std::vector<Value> Dataset::all() const {
  check_memory(sizeof(Value));
  std::vector<Value> values(stored_.count);
  read<Value>(0, values);
  return values;
}

template void Dataset::read(std::uint64_t, std::span<double>) const;
template void Dataset::read(std::uint64_t, std::span<float>) const;
template void Dataset::read(std::uint64_t, std::span<std::uint64_t>) const;
template void Dataset::read(std::uint64_t, std::span<std::int64_t>) const;
template void Dataset::read(std::uint64_t, std::span<std::int16_t>) const;
template void Dataset::read(std::uint64_t, std::span<std::uint32_t>) const;
template void Dataset::read(std::uint64_t, std::span<std::uint16_t>) const;
template void Dataset::read(std::uint64_t, std::span<std::uint8_t>) const;
template std::vector<double> Dataset::all() const;
template std::vector<float> Dataset::all() const;
template std::vector<std::uint64_t> Dataset::all() const;
template std::vector<std::int64_t> Dataset::all() const;
template std::vector<std::int16_t> Dataset::all() const;
template std::vector<std::uint32_t> Dataset::all() const;

std::vector<std::string> Dataset::texts() const {
  if (stored_.kind != StoredType::Kind::text)
    fail("does not hold text");
  return read_texts(
      dataset_, type_, stored_,
      [&](hid_t type, void* memory) { return H5Dread(dataset_, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, memory) >= 0; },
      file_, name_);
}

std::optional<std::uint64_t> Dataset::offset() const {
  const haddr_t address = H5Dget_offset(dataset_);
  return address == HADDR_UNDEF ? std::nullopt : std::optional<std::uint64_t>(address);
}

bool Dataset::stored_chunk(std::uint64_t first_row, std::uint64_t most, std::vector<unsigned char>& bytes) const {
  if (stored_.extent.size() != 1 || chunk_rows_ == 0)
    return false;
  const hsize_t offset = first_row;
  hsize_t size = 0;
  if (H5Dget_chunk_storage_size(dataset_, &offset, &size) < 0 || size == 0 || size > most)
    return false;
  bytes.resize(size);
  std::uint32_t skipped = 0;
  return H5Dread_chunk(dataset_, H5P_DEFAULT, &offset, &skipped, bytes.data()) >= 0 && skipped == 0;
}

} // namespace striate::hdf5
