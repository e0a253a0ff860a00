// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv_reader.h"
#include "engine/recording/spike_source.h"
#include "engine/recording/spike_titles.h"

namespace striate {

/// Spikes as text: a table with a header line (spike_titles()), or what NEST writes, with its header of # lines or
/// without any (.dat and .gdf: sender, time in ms). Rows of other populations are left out. Errors name file and line.
class SpikeTable : public SpikeSource {
public:
  SpikeTable(const SpikeRequest& request, const Task& task);

  bool next() override;
  void rewind() override;
  std::string place(std::size_t i, bool of_id) const override;
  double fraction() const override;
  std::string population() const override { return population_; }
  bool counts_from_one() const override { return nest_; }
  const std::vector<std::string>& notes() const override { return notes_; }

private:
  void read_remarks();
  void take_without_header();
  void find_unit(std::optional<double> given);
  void find_population(const PopulationChoice& choice, const Task& task);
  bool next_row();
  double number(std::size_t column, const char* wanted);
  void add_spike();
  [[noreturn]] void refuse(std::size_t column, const char* wanted) const;

  std::filesystem::path path_;
  bool nest_ = false;
  std::optional<double> step_ms_; ///< of NEST's header
  double lines_ = 0.0;            ///< of the file, about
  CsvReader reader_;
  SpikeTitles titles_;
  double ms_per_unit_ = 1.0;
  std::string population_;
  std::vector<std::uint64_t> line_of_; ///< of the spikes of the piece
  std::vector<std::string> notes_;
};

} // namespace striate
