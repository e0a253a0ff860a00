#pragma once
#include "engine/hdf5/hdf5_file.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// The SONATA spike file itself; every call on one thread. What flush() has written stays readable by any HDF5 program
/// however the process ends:
/// - chunks are written at once and never over old ones (no file space is reused), the index of the chunks only at a
///   flush (the metadata cache evicts nothing between flushes), so the file always holds a complete older state;
/// - before a flush the disk space for the index is reserved, so a full disk fails before the index is touched;
/// - after a failure abandon() keeps HDF5's closing writes away from the file.
/// All throw Error naming the file.
class SpikeWriter {
public:
  SpikeWriter(const std::filesystem::path& file, const std::string& settings_json, std::uint32_t neuron_count,
              bool overwrite);
  ~SpikeWriter();
  SpikeWriter(const SpikeWriter&) = delete;
  SpikeWriter& operator=(const SpikeWriter&) = delete;

  void append(double time_ms, std::span<const std::uint32_t> ids);
  /// Replaces the attribute striate_settings at the next flush.
  void set_settings(const std::string& settings_json);
  void flush();
  void close();
  /// After an error: leaves the file as it was at the last flush.
  void abandon();
  std::uint64_t flushed_spikes() const { return flushed_; }

private:
  void open_file(bool overwrite);
  void create_contents(const std::string& settings_json);
  hdf5::Id create_dataset(hid_t group, const char* name, hid_t type) const;
  void write_tail();
  void write_dataset(hid_t dataset, const char* name, hid_t memory_type, const void* values, hsize_t count) const;
  void reserve_space() const;
  [[noreturn]] void fail(const std::string& what) const;

  std::filesystem::path path_;
  hsize_t chunk_;
  hdf5::Id file_, times_, ids_;
  std::uint64_t start_ = 0; ///< spikes in full chunks before the tail
  std::uint64_t flushed_ = 0;
  bool dirty_ = false;
  std::vector<double> tail_times_; ///< the chunk that is being filled, kept so that it is written whole
  std::vector<std::uint64_t> tail_ids_;
};

} // namespace striate
