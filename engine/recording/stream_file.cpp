// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/stream_file.h"

#include "engine/core/errors.h"
#include "engine/recording/steady_driver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace striate {
namespace {

constexpr const char* settings_attribute = "striate_settings";
constexpr const char* journal_name = "/striate_flushes";
constexpr std::uint32_t sonata_magic = 0x0A7A;
constexpr off_t index_reserve = 1 << 18;       ///< more than one flush adds to the index
constexpr haddr_t readers_reserve = 64u << 20; ///< more than a recording grows by while a reader looks at it

hdf5::Id with_groups() {
  hdf5::Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  return links;
}

} // namespace

StreamFile::StreamFile(const std::filesystem::path& file, const std::string& settings_json, bool overwrite)
    : path_(file) {
  create(overwrite);
  try {
    hdf5::write_numbers(file_, "magic", {sonata_magic}, true, path_);
    hdf5::write_numbers(file_, "version", {0, 1}, false, path_);
    hdf5::write_text(file_, settings_attribute, settings_json, path_);
    journal_.what.name = journal_name;
    journal_.what.file_type = journal_.what.memory_type = H5T_NATIVE_UINT64;
    open_dataset(journal_);
  } catch (const Error&) {
    abandon();
    throw;
  }
}

StreamFile::~StreamFile() {
  abandon();
}

void StreamFile::fail(const std::string& what) const {
  throw Error(fmt::format("{} {}: {}. Free space on the disk or choose another folder.", what, path_.string(),
                          hdf5::last_reason()));
}

void StreamFile::create(bool overwrite) {
  const hdf5::Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  const hdf5::Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  // Freed space is never used again: an older state that the file still describes stays intact.
  H5Pset_file_space_strategy(creation, H5F_FSPACE_STRATEGY_NONE, false, 1);
  H5AC_cache_config_t cache{};
  cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
  H5Pget_mdc_config(access, &cache);
  cache.evictions_enabled = false; // the index reaches the file at flushes only
  cache.incr_mode = H5C_incr__off;
  cache.flash_incr_mode = H5C_flash_incr__off;
  cache.decr_mode = H5C_decr__off;
  H5Pset_mdc_config(access, &cache);
  use_steady_driver(access);
  file_ = {H5Fcreate(path_.c_str(), overwrite ? H5F_ACC_TRUNC : H5F_ACC_EXCL, creation, access), H5Fclose};
  if (!file_.valid())
    fail("The recording could not be created as");
}

std::size_t StreamFile::add_column(const Column& what) {
  OpenColumn column;
  column.what = what;
  open_dataset(column);
  columns_.push_back(std::move(column));
  return columns_.size() - 1;
}

void StreamFile::open_dataset(OpenColumn& column) {
  const Column& what = column.what;
  std::vector<hsize_t> empty = {0}, most = {H5S_UNLIMITED}, chunk = {what.chunk_rows};
  column.row_bytes = H5Tget_size(what.memory_type);
  for (const hsize_t length : what.row) {
    empty.push_back(length);
    most.push_back(length);
    chunk.push_back(length);
    column.row_bytes *= length;
  }
  if (what.chunk_columns > 0)
    chunk.back() = std::min(chunk.back(), what.chunk_columns);
  if (what.trial_dimension)
    for (auto* dimensions : {&empty, &most, &chunk})
      dimensions->insert(dimensions->begin(), 1);
  const hdf5::Id space(H5Screate_simple(static_cast<int>(empty.size()), empty.data(), most.data()), H5Sclose);
  const hdf5::Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
  if (what.deflate > 0) {
    H5Pset_shuffle(creation);
    H5Pset_deflate(creation, static_cast<unsigned>(what.deflate));
  }
  H5Pset_fill_value(creation, H5T_NATIVE_FLOAT, &what.fill);
  if (what.deflate == 0)
    H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER); // every row is written before it is within the extent
  const hdf5::Id access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  H5Pset_chunk_cache(access, 0, 0, 1.0); // chunks are written whole and at once
  column.dataset =
      hdf5::checked(H5Dcreate2(file_, what.name.c_str(), what.file_type, space, with_groups(), creation, access),
                    H5Dclose, path_, what.name);
}

void StreamFile::write_small(const std::string& name, hid_t file_type, hid_t memory_type, const void* values,
                             hsize_t count) {
  hdf5::Id dataset;
  if (H5Lexists(file_, name.c_str(), H5P_DEFAULT) > 0) {
    dataset = {H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose};
  } else {
    const hdf5::Id space(H5Screate_simple(1, &count, nullptr), H5Sclose);
    const hdf5::Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    if (count * H5Tget_size(file_type) < 4096)
      H5Pset_layout(creation, H5D_COMPACT); // it travels with the index
    dataset = {H5Dcreate2(file_, name.c_str(), file_type, space, with_groups(), creation, H5P_DEFAULT), H5Dclose};
  }
  if (!dataset.valid() || H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
    fail(fmt::format("{} could not be written to", name));
}

void StreamFile::write_texts(const std::string& name, const std::vector<std::string>& texts) {
  std::size_t length = 1;
  for (const std::string& text : texts)
    length = std::max(length, text.size());
  std::string block;
  for (const std::string& text : texts)
    block.append(text).append(length - text.size(), '\0');
  const hdf5::Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, length);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  write_small(name, type, type, block.data(), texts.size());
}

void StreamFile::write_text_attribute(const std::string& object, const char* name, const std::string& text) {
  const hdf5::Id target = hdf5::checked(H5Oopen(file_, object.c_str(), H5P_DEFAULT), H5Oclose, path_, object);
  hdf5::write_text(target, name, text, path_);
}

void StreamFile::append(std::size_t index, std::span<const std::byte> rows) {
  append(columns_[index], rows);
}

void StreamFile::append(OpenColumn& column, std::span<const std::byte> rows) {
  const std::size_t chunk_bytes = column.what.chunk_rows * column.row_bytes;
  while (!rows.empty()) {
    const auto part = rows.first(std::min(rows.size(), chunk_bytes - column.tail.size()));
    column.tail.insert(column.tail.end(), part.begin(), part.end());
    column.dirty = true;
    rows = rows.subspan(part.size());
    if (column.tail.size() == chunk_bytes) {
      write_tail(column);
      column.start += column.what.chunk_rows;
      column.tail.clear();
      column.dirty = false;
    }
  }
}

std::uint64_t StreamFile::rows(std::size_t index) const {
  const OpenColumn& column = columns_[index];
  return column.start + column.tail.size() / column.row_bytes;
}

void StreamFile::write_tail(OpenColumn& column) {
  const hsize_t count = column.tail.size() / column.row_bytes;
  std::vector<hsize_t> first = {column.start}, part = {count}, extent = {column.start + count};
  for (const hsize_t length : column.what.row) {
    first.push_back(0);
    part.push_back(length);
    extent.push_back(length);
  }
  if (column.what.trial_dimension) {
    first.insert(first.begin(), 0);
    part.insert(part.begin(), 1);
    extent.insert(extent.begin(), 1);
  }
  bool fine = H5Dset_extent(column.dataset, extent.data()) >= 0;
  const hdf5::Id file_space(H5Dget_space(column.dataset), H5Sclose);
  const hdf5::Id memory_space(H5Screate_simple(static_cast<int>(part.size()), part.data(), nullptr), H5Sclose);
  fine =
      fine && H5Sselect_hyperslab(file_space, H5S_SELECT_SET, first.data(), nullptr, part.data(), nullptr) >= 0 &&
      H5Dwrite(column.dataset, column.what.memory_type, memory_space, file_space, H5P_DEFAULT, column.tail.data()) >= 0;
  if (!fine)
    fail(fmt::format("The recording stopped, {} could not be written to", column.what.name));
}

void StreamFile::set_settings(const std::string& settings_json) {
  if (H5Adelete(file_, settings_attribute) < 0)
    fail("The recording stopped, its settings could not be replaced in");
  hdf5::write_text(file_, settings_attribute, settings_json, path_);
}

void StreamFile::reserve_space() const {
  const haddr_t used = used_bytes(file_);
  const int handle = steady_descriptor(file_);
  struct stat facts {};
  if (handle < 0)
    return;
  if (fallocate(handle, 0, 0, static_cast<off_t>(used) + index_reserve) != 0 &&
      (errno == ENOSPC || errno == EFBIG || errno == EDQUOT))
    throw Error(
        fmt::format("The recording stopped, {} cannot grow: {}. Free space on the disk or choose another folder.",
                    path_.string(), std::strerror(errno)));
  // A hole, which takes no space.
  rlimit most{};
  haddr_t wish = used + readers_reserve;
  if (getrlimit(RLIMIT_FSIZE, &most) == 0 && most.rlim_cur != RLIM_INFINITY)
    wish = std::min<haddr_t>(wish, most.rlim_cur);
  if (fstat(handle, &facts) != 0)
    return;
  auto size = static_cast<haddr_t>(facts.st_size);
  if (size < used + readers_reserve / 2 && size < wish && ftruncate(handle, static_cast<off_t>(wish)) == 0)
    size = wish;
  set_reserved(file_, size);
}

void StreamFile::flush() {
  for (OpenColumn& column : columns_) {
    if (column.dirty && !column.tail.empty())
      write_tail(column);
    column.dirty = false;
  }
  write_index(true);
  for (std::size_t i = 0; i < columns_.size(); ++i)
    columns_[i].flushed = rows(i);
}

void StreamFile::write_index(bool growing) {
  // HDF5 gives the last bytes of a file back when a chunk there grows, and the next one takes their place. What the
  // index is about to describe must therefore not be last: the journal's new chunk, which never changes, is.
  const std::uint64_t done = columns_.empty() ? 0 : rows(0);
  append(journal_, std::as_bytes(std::span(&done, 1)));
  reserve_space();
  if (!growing)
    set_reserved(file_, 0);
  if (H5Fflush(file_, H5F_SCOPE_LOCAL) < 0)
    fail("The recording stopped, its index could not be written to");
}

void StreamFile::close() {
  if (!file_.valid())
    return;
  flush();
  write_index(false); // the true end of the file
  const haddr_t size = used_bytes(file_);
  close_datasets();
  if (!file_.reset())
    fail("The recording could not be closed in");
  // What was reserved and not used.
  std::error_code ignored;
  if (size > 0 && std::filesystem::file_size(path_, ignored) > size)
    std::filesystem::resize_file(path_, size, ignored);
}

void StreamFile::abandon() {
  if (!file_.valid())
    return;
  // Closing would write an index of chunks that may not be on the disk: let it write to memory that is thrown away.
  const int handle = steady_descriptor(file_);
  const int nowhere = memfd_create("striate-abandoned", MFD_CLOEXEC);
  if (handle >= 0 && nowhere >= 0)
    dup2(nowhere, handle);
  if (nowhere >= 0)
    ::close(nowhere);
  close_datasets();
  file_.reset();
}

void StreamFile::close_datasets() {
  journal_.dataset.reset();
  for (OpenColumn& column : columns_)
    column.dataset.reset();
}

} // namespace striate
