// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv.h"
#include "engine/network/sonata/read/problems.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace striate::sonata {

/// A csv of node or edge types, its rows found by type id.
class TypesTable {
public:
  /// Reads the csv. One table may serve several populations: with a column `population` only the rows that name the
  /// owner, or none, count; a table in which no row names it is taken whole. Fails when it cannot be read, lacks
  /// `id_column` or has an id twice; `text` replaces the file's content when given.
  static TypesTable read(const std::filesystem::path& file, const char* id_column, const std::string& owner,
                         Problems& problems);
  static TypesTable parse(std::string_view text, const std::filesystem::path& file, const char* id_column,
                          const std::string& owner, Problems& problems);
  /// Where there is no csv and everything stands in the HDF5 file: no column, and rows of any id or none. `file` is the
  /// HDF5 file, for messages.
  static TypesTable none(const std::filesystem::path& file, const char* id_column);
  bool is_none() const { return none_; }

  std::uint32_t rows() const { return static_cast<std::uint32_t>(ids_.size()); }
  std::uint64_t id(std::uint32_t row) const { return ids_[row]; }
  std::optional<std::uint32_t> row_of(std::uint64_t id) const;
  /// What is said of an id without a row: that it is not there, or there for another population only.
  std::string missing_row(std::uint64_t id) const;
  /// Empty text and no number when the row or the column is missing or has no value (no_value). A number that is
  /// none is an Error.
  std::string text(std::uint32_t row, std::string_view column) const;
  std::optional<double> number(std::uint32_t row, std::string_view column) const;
  /// For messages: the file and "<id column> <id>".
  Place place(std::uint32_t row) const;
  const std::filesystem::path& file() const { return file_; }

private:
  TypesTable(std::filesystem::path file, const char* id_column) : file_(std::move(file)), id_column_(id_column) {}
  TypesTable(CsvTable table, std::filesystem::path file, const char* id_column, const std::string& owner,
             Problems& problems);

  std::optional<CsvTable> table_;
  bool none_ = false;
  std::filesystem::path file_;
  std::string id_column_;
  std::vector<std::uint64_t> ids_;
  std::vector<std::size_t> csv_row_; ///< per row: that of the csv
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
  std::map<std::uint64_t, std::string> of_others_; ///< ids left out and the population they are of
};

} // namespace striate::sonata
