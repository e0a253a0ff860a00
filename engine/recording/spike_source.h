// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/recording/population_choice.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// A spike file of any program and how it is meant.
struct SpikeRequest {
  std::filesystem::path file;
  PopulationChoice population = {};
  std::optional<double> ms_per_unit = {}; ///< of its times, for a file that does not say; empty = ms
};

/// The spikes of one file, read in pieces, in the order of the file. One thread.
class SpikeSource {
public:
  static constexpr std::size_t piece = std::size_t{1} << 17; ///< spikes in memory at a time

  std::vector<double> time_ms;  ///< of the piece; may be NaN, infinite or negative
  std::vector<std::int64_t> id; ///< as many; may be negative

  SpikeSource() = default;
  virtual ~SpikeSource() = default;
  SpikeSource(const SpikeSource&) = delete;
  SpikeSource& operator=(const SpikeSource&) = delete;

  virtual bool next() = 0; ///< the next piece; false at the end
  virtual void rewind() = 0;
  /// Where spike i of the piece is: "/spikes/lgn/timestamps, row 17, of spikes.h5", "Line 18 of spikes.csv".
  virtual std::string place(std::size_t i, bool of_id) const = 0;
  virtual double fraction() const = 0;                       ///< of the file that was read, 0..1
  virtual std::uint64_t size() const { return 0; }           ///< spikes of the file; 0 = not known
  virtual std::string population() const = 0;                ///< empty: the file names none
  virtual std::string settings_json() const { return {}; }   ///< empty: not a recording of ours
  virtual bool counts_from_one() const { return false; }     ///< written by NEST, which has no node 0
  virtual const std::vector<std::string>& notes() const = 0; ///< sentences the user should read
};

/// Opens a spike file of any program by its content: SONATA (HDF5, both layouts), a table with a header line, or what
/// NEST writes (.dat and .gdf). The task can cancel a look for the populations of a long table. Throws Error naming
/// file, place and remedy.
std::unique_ptr<SpikeSource> open_spikes(const SpikeRequest& request, const Task& task);

/// A sentence about spike i when its time is NaN or infinite or its id negative, with file, row and value; else empty.
std::string wrong_spike(const SpikeSource& source, std::size_t i);

} // namespace striate
