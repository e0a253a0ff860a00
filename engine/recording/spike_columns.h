// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/hdf5/dataset.h"
#include "engine/recording/spike_source.h"

namespace striate {

/// A SONATA spike file, in both layouts (`/spikes/<population>/{timestamps, node_ids}` and the old
/// `/spikes/{timestamps, gids}`). Opening checks that both columns are lists of numbers of one length that the file
/// really holds, that ids are whole numbers and that the unit of the times is known (attribute "units"; ms without).
/// Throws Error naming file and dataset.
class SpikeColumns : public SpikeSource {
public:
  SpikeColumns(const SpikeRequest& request, const Task& task);

  bool next() override;
  void rewind() override;
  std::string place(std::size_t i, bool of_id) const override;
  double fraction() const override;
  std::uint64_t size() const override { return size_; }
  std::string population() const override { return population_; }
  std::string settings_json() const override { return settings_; }
  const std::vector<std::string>& notes() const override { return notes_; }

private:
  void open_group(const PopulationChoice& choice);
  hdf5::Dataset open_column(const std::string& name, bool whole_numbers) const;
  void require_stored(const hdf5::Dataset& column) const;
  void find_unit(std::optional<double> given);
  void drop_unfinished(const Task& task);
  void read(std::uint64_t first, std::uint64_t count);

  std::filesystem::path path_;
  hdf5::Id file_;
  std::optional<hdf5::Dataset> times_, ids_;
  std::string population_, settings_, times_name_, ids_name_;
  double ms_per_unit_ = 1.0;
  std::uint64_t size_ = 0, first_ = 0; ///< first_: row of the piece
  std::vector<std::string> notes_;
};

} // namespace striate
