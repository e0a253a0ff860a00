// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv_dialect.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace striate {

class CsvReader;

/// A small table of text held in memory, in any dialect that CsvReader reads. Columns are found by the names in the
/// header. Errors name file, line and column.
class CsvTable {
public:
  /// Reads a whole file. Throws Error when it cannot be read, has no header or a line has another number of fields.
  static CsvTable read(const std::filesystem::path& file);
  /// The same from text in memory; `name` stands for the file in errors.
  static CsvTable parse(std::string_view text, const std::string& name);

  std::size_t rows() const { return lines_.size(); }
  /// Names of the header; a column without a name (the index of pandas) has an empty one.
  const std::vector<std::string>& columns() const { return columns_; }
  bool has_column(std::string_view column) const;

  const std::string& text(std::size_t row, std::string_view column) const;
  /// True where the field is empty or a word for no value (no_value).
  bool missing(std::size_t row, std::string_view column) const;
  /// A number; NaN for no value. Throws Error for anything else, and where decimal commas and points are mixed.
  double number(std::size_t row, std::string_view column) const;
  /// A number that must be there.
  double needed_number(std::size_t row, std::string_view column) const;
  std::int64_t integer(std::size_t row, std::string_view column) const;
  std::vector<double> numbers(std::string_view column) const;

  /// "FILE, line 3, column "x"".
  std::string place(std::size_t row, std::string_view column) const;
  /// Line of a row in the file, from 1.
  std::uint64_t line(std::size_t row) const { return lines_.at(row); }

private:
  static CsvTable from(CsvReader reader);
  std::size_t column_index(std::string_view column) const;
  void note_marks(const CsvReader& reader);

  std::string name_;
  CsvDialect dialect_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> index_; ///< npos for a name that stands twice
  std::vector<std::string> cells_;
  std::vector<std::uint64_t> lines_; ///< line number in the file per row
  std::string point_, comma_;        ///< places of the first numbers with each decimal mark, empty without
};

} // namespace striate
