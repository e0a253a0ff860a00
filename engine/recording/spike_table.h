#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace striate {

/// A spike table as text (`timestamps population node_ids`, separated by spaces, tabs or commas; the population column
/// may be missing), read in pieces. Rows of other populations are left out. Errors name file and line. One thread.
class SpikeTable {
public:
  /// `wanted` as in SpikeColumns; a table of one other population is taken as it is.
  SpikeTable(const std::filesystem::path& file, const std::string& wanted);

  /// At most `count` further spikes with their line numbers; false at the end.
  bool read(std::size_t count, std::vector<double>& time_ms, std::vector<std::int64_t>& ids,
            std::vector<std::uint64_t>& lines);
  void rewind();

private:
  void read_header();
  void find_population();
  bool next_row();

  std::filesystem::path path_;
  std::string wanted_;
  std::ifstream in_;
  std::string line_;
  std::uint64_t line_number_ = 0;
  std::size_t columns_ = 0, time_column_ = 0, id_column_ = 0, population_column_ = 0;
  bool has_population_ = false;
  std::vector<std::string_view> fields_; ///< of line_
};

} // namespace striate
