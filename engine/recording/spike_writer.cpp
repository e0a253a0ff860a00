#include "engine/recording/spike_writer.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace striate {
namespace {

constexpr const char* settings_attribute = "striate_settings";
constexpr std::uint32_t sonata_magic = 0x0A7A;
constexpr off_t index_reserve = 1 << 18; ///< more than one flush adds to the index

/// About a quarter of a second at 5 Hz: most flushes write full chunks, little is written twice.
hsize_t chunk_spikes(std::uint32_t neuron_count) {
  return std::bit_floor(std::clamp<std::uint64_t>(std::uint64_t{neuron_count} * 5 / 4, 4096, 65536));
}

int descriptor(hid_t file) {
  void* handle = nullptr;
  return H5Fget_vfd_handle(file, H5P_DEFAULT, &handle) < 0 || handle == nullptr ? -1 : *static_cast<int*>(handle);
}

} // namespace

SpikeWriter::SpikeWriter(const std::filesystem::path& file, const std::string& settings_json,
                         std::uint32_t neuron_count, bool overwrite)
    : path_(file), chunk_(chunk_spikes(neuron_count)) {
  open_file(overwrite);
  try {
    create_contents(settings_json);
    flush();
  } catch (const Error&) {
    abandon();
    throw;
  }
}

SpikeWriter::~SpikeWriter() {
  abandon();
}

void SpikeWriter::fail(const std::string& what) const {
  throw Error(fmt::format("{} {}: {}. Free space on the disk or choose another folder.", what, path_.string(),
                          hdf5::last_reason()));
}

void SpikeWriter::open_file(bool overwrite) {
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
  file_ = {H5Fcreate(path_.c_str(), overwrite ? H5F_ACC_TRUNC : H5F_ACC_EXCL, creation, access), H5Fclose};
  if (!file_.valid())
    fail("The recording could not be created as");
}

void SpikeWriter::create_contents(const std::string& settings_json) {
  hdf5::write_numbers(file_, "magic", {sonata_magic}, true, path_);
  hdf5::write_numbers(file_, "version", {0, 1}, false, path_);
  hdf5::write_text(file_, settings_attribute, settings_json, path_);
  const hdf5::Id spikes =
      hdf5::checked(H5Gcreate2(file_, "spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, path_, "/spikes");
  const hdf5::Id group =
      hdf5::checked(H5Gcreate2(spikes, "v1", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, path_, "/spikes/v1");
  hdf5::write_text(group, "sorting", "by_time", path_);
  times_ = create_dataset(group, "timestamps", H5T_IEEE_F64LE);
  hdf5::write_text(times_, "units", "ms", path_);
  ids_ = create_dataset(group, "node_ids", H5T_STD_U64LE);
}

hdf5::Id SpikeWriter::create_dataset(hid_t group, const char* name, hid_t type) const {
  const hsize_t empty = 0, unlimited = H5S_UNLIMITED;
  const hdf5::Id space(H5Screate_simple(1, &empty, &unlimited), H5Sclose);
  const hdf5::Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(creation, 1, &chunk_);
  H5Pset_shuffle(creation);
  H5Pset_deflate(creation, 1);
  const hdf5::Id access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  H5Pset_chunk_cache(access, 0, 0, 1.0); // chunks are written whole and at once
  return hdf5::checked(H5Dcreate2(group, name, type, space, H5P_DEFAULT, creation, access), H5Dclose, path_,
                       std::string("/spikes/v1/") + name);
}

void SpikeWriter::append(double time_ms, std::span<const std::uint32_t> ids) {
  while (!ids.empty()) {
    const auto part = ids.first(std::min(ids.size(), static_cast<std::size_t>(chunk_) - tail_ids_.size()));
    tail_times_.insert(tail_times_.end(), part.size(), time_ms);
    tail_ids_.insert(tail_ids_.end(), part.begin(), part.end());
    dirty_ = true;
    ids = ids.subspan(part.size());
    if (tail_ids_.size() == chunk_) {
      write_tail();
      start_ += chunk_;
      tail_times_.clear();
      tail_ids_.clear();
    }
  }
}

void SpikeWriter::set_settings(const std::string& settings_json) {
  if (H5Adelete(file_, settings_attribute) < 0)
    fail("The recording stopped, its settings could not be replaced in");
  hdf5::write_text(file_, settings_attribute, settings_json, path_);
}

void SpikeWriter::write_tail() {
  write_dataset(times_, "timestamps", H5T_NATIVE_DOUBLE, tail_times_.data(), tail_times_.size());
  write_dataset(ids_, "node_ids", H5T_NATIVE_UINT64, tail_ids_.data(), tail_ids_.size());
}

void SpikeWriter::write_dataset(hid_t dataset, const char* name, hid_t memory_type, const void* values,
                                hsize_t count) const {
  const hsize_t start = start_, extent = start_ + count;
  bool fine = H5Dset_extent(dataset, &extent) >= 0;
  const hdf5::Id file_space(H5Dget_space(dataset), H5Sclose);
  const hdf5::Id memory_space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  fine = fine && H5Sselect_hyperslab(file_space, H5S_SELECT_SET, &start, nullptr, &count, nullptr) >= 0 &&
         H5Dwrite(dataset, memory_type, memory_space, file_space, H5P_DEFAULT, values) >= 0;
  if (!fine)
    fail(fmt::format("The recording stopped, /spikes/v1/{} could not be written to", name));
}

void SpikeWriter::reserve_space() const {
  hsize_t used = 0;
  const int handle = descriptor(file_);
  if (handle < 0 || H5Fget_filesize(file_, &used) < 0)
    return;
  if (fallocate(handle, 0, 0, static_cast<off_t>(used) + index_reserve) == 0)
    return;
  if (errno == ENOSPC || errno == EFBIG || errno == EDQUOT)
    throw Error(
        fmt::format("The recording stopped, {} cannot grow: {}. Free space on the disk or choose another folder.",
                    path_.string(), std::strerror(errno)));
}

void SpikeWriter::flush() {
  if (dirty_ && !tail_ids_.empty())
    write_tail();
  dirty_ = false;
  reserve_space();
  if (H5Fflush(file_, H5F_SCOPE_LOCAL) < 0)
    fail("The recording stopped, its index could not be written to");
  flushed_ = start_ + tail_ids_.size();
}

void SpikeWriter::close() {
  if (!file_.valid())
    return;
  flush();
  hsize_t size = 0;
  H5Fget_filesize(file_, &size);
  times_.reset();
  ids_.reset();
  if (!file_.reset())
    fail("The recording could not be closed in");
  // What was reserved for the index and not used.
  std::error_code ignored;
  if (size > 0 && std::filesystem::file_size(path_, ignored) > size)
    std::filesystem::resize_file(path_, size, ignored);
}

void SpikeWriter::abandon() {
  if (!file_.valid())
    return;
  // Closing would write an index of chunks that may not be on the disk: let it write to memory that is thrown away.
  const int handle = descriptor(file_);
  const int nowhere = memfd_create("striate-abandoned", MFD_CLOEXEC);
  if (handle >= 0 && nowhere >= 0)
    dup2(nowhere, handle);
  if (nowhere >= 0)
    ::close(nowhere);
  times_.reset();
  ids_.reset();
  file_.reset();
}

} // namespace striate
