#pragma once
#include "engine/hdf5/hdf5_file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// The two columns of a SONATA spike file, in both layouts (`/spikes/<population>/{timestamps, node_ids}` and the old
/// `/spikes/{timestamps, gids}`), read in pieces. Opening checks that both are lists of numbers of one length, that ids
/// are whole numbers and that times are in ms; throws Error naming file and dataset. One thread.
class SpikeColumns {
public:
  /// The population: `wanted` when it is there, else the only one (`any`: else the first by name).
  SpikeColumns(const std::filesystem::path& file, const std::string& wanted, bool any);

  const std::string& population() const { return population_; }  ///< empty in the old layout
  const std::string& settings_json() const { return settings_; } ///< empty when the file is not ours
  std::uint64_t size() const { return size_; }
  const std::string& times_name() const { return times_name_; } ///< "/spikes/lgn/timestamps"
  const std::string& ids_name() const { return ids_name_; }

  /// Rows [first, first + count); ids beyond 63 bits read as the largest number.
  void read(std::uint64_t first, std::uint64_t count, std::vector<double>& time_ms,
            std::vector<std::int64_t>& ids) const;

private:
  void open_group(const std::string& wanted, bool any);
  std::uint64_t open_column(const std::string& name, hdf5::Id& dataset, bool whole_numbers) const;
  void require_milliseconds() const;
  void drop_unfinished();

  std::filesystem::path path_;
  hdf5::Id file_, times_, ids_;
  std::string population_, settings_, times_name_, ids_name_;
  std::uint64_t size_ = 0;
};

} // namespace striate
