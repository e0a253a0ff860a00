// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv_dialect.h"
#include "engine/core/csv_lines.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// A table of text read row by row, as spreadsheets, NumPy, pandas and SONATA tools write it: the separator (comma,
/// semicolon, tab, runs of spaces), the decimal mark, the line ends, the encoding and where the header stands are
/// recognized from the first lines (recognize_csv). Memory of one piece of the file, whatever its size. Errors name
/// file, line and column, and the separator that was recognized. One thread.
class CsvReader {
public:
  /// Opens a file and reads its header. Throws Error when it cannot be read, is no text or holds no line.
  explicit CsvReader(const std::filesystem::path& file);
  /// The same from text in memory; `name` stands for the file in errors.
  CsvReader(std::string_view text, std::string name);

  const std::string& name() const { return lines_.name(); }
  CsvDialect dialect() const { return layout_.dialect; }
  /// False where the first line is a row of numbers; columns() is empty then.
  bool has_header() const { return !layout_.columns.empty(); }
  /// Names of the header; an unnamed column (the index of pandas) has an empty one.
  const std::vector<std::string>& columns() const { return layout_.columns; }
  std::size_t field_count() const { return layout_.fields; }
  /// Index of a column, nothing without it. Throws Error where two columns have the name.
  std::optional<std::size_t> find_column(std::string_view column) const;

  /// The next row; false at the end. Blank lines and comments are passed over. Throws Error for a row with another
  /// number of fields than the header and for quotes that do not close.
  bool next();
  /// Of the row that next() gave last; valid until the next call.
  std::span<const std::string_view> fields() const { return record_.fields; }
  std::string_view field(std::size_t column) const { return record_.fields[column]; }
  const std::vector<bool>& quoted() const { return record_.quoted; }
  std::uint64_t line() const { return line_; } ///< the first one of the row, from 1
  /// The field as a number: NaN for words that mean no value (no_value), inf as infinity. Throws Error for other text,
  /// and where decimal points and decimal commas are mixed in one table.
  double number(std::size_t column);
  /// A whole number; 1.0 is one. Throws Error for anything else and for no value.
  std::int64_t integer(std::size_t column);

  /// Back to before the first row.
  void rewind();

  /// "FILE, line 3, column "x"" of the row that next() gave last.
  std::string place(std::size_t column) const;

private:
  void open();
  bool next_line(std::string_view& line);

  CsvLines lines_;
  CsvLayout layout_;
  CsvRecord record_;
  struct Line {
    std::string text;
    std::uint64_t number;
  };
  std::deque<Line> first_lines_; ///< read to recognize the table, not given yet
  Line given_;
  std::uint64_t line_ = 0, last_line_ = 0;
  DecimalMark mark_ = DecimalMark::none; ///< of the numbers so far
  std::string mark_place_;
};

/// The error for a field of a table that is no number; says why where a comma is in it.
[[noreturn]] void refuse_number(const std::string& place, std::string_view field, CsvDialect dialect);
/// The error for a table with decimal points and decimal commas.
[[noreturn]] void refuse_mixed_marks(const std::string& place, std::string_view field, const std::string& other_place);
/// True where a field's value can stand for a whole number exactly.
bool is_whole(double value);
/// The error for a field of a table that is no whole number.
[[noreturn]] std::int64_t refuse_whole(double value, const std::string& place, std::string_view field);

} // namespace striate
