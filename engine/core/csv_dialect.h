// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// What stands between the fields of a table. Outside of comma-separated tables a comma in a number is a decimal comma.
struct CsvDialect {
  char separator = ','; ///< ',', ';', a tab, or ' ' for runs of spaces and tabs

  bool decimal_comma() const { return separator != ','; }
  /// "commas", "semicolons", "tabs", "spaces".
  const char* words() const;
};

/// The fields of one record of a table: split at the separator, without the spaces around them, quotes taken off,
/// doubled quotes and separators and line breaks inside quotes kept.
class CsvRecord {
public:
  enum class State { whole, open_quote, text_after_quote };
  /// Gives a further line of the text, false at its end.
  using MoreLines = std::function<bool(std::string_view&)>;

  /// `line` must live as long as the fields are used; a quoted field that goes on takes further lines from `more`.
  State split(std::string_view line, CsvDialect dialect, const MoreLines& more);

  std::vector<std::string_view> fields;
  std::vector<bool> quoted; ///< per field

private:
  struct Extent {
    std::size_t begin, end;
  };

  void split_plain(std::string_view line, CsvDialect dialect);
  State split_quoted(std::string_view line, CsvDialect dialect, const MoreLines& more);

  std::string text_; ///< of a record with quotes
  std::vector<Extent> extents_;
};

/// What the first lines of a table say about the rest.
struct CsvLayout {
  CsvDialect dialect;
  std::vector<std::string> columns; ///< of the header; empty where the table begins with numbers
  std::size_t fields = 0;           ///< per row
  std::size_t header_lines = 0;     ///< lines before the first row
};

/// Recognizes a table by its first lines: the dialect is the one in which the rows have as many fields as the header.
/// The header is the first line that is neither blank nor a comment, or, above a line with numbers, the last comment
/// line that has as many names. Nothing where there is no line but blank lines and comments.
std::optional<CsvLayout> recognize_csv(std::span<const std::string> lines);

/// Makes a row as long as the table: empty fields beyond the last column (trailing separators) go, fields of unnamed
/// last columns come. False when the row has another number of fields.
bool fit_row(CsvRecord& row, const CsvLayout& layout);

/// True for a row of nothing but separators.
bool blank_row(const CsvRecord& row);

/// True for blank lines and for lines that begin with `#`.
bool csv_comment(std::string_view line);

/// A word for "no value": empty, nan, NA, N/A, null, None and what else is written for it, whatever the case.
bool no_value(std::string_view text);

/// A field as a number: NaN for words that mean no value, inf as infinity; nothing for other text. A comma is decimal
/// where the dialect allows it.
std::optional<double> csv_number(std::string_view text, CsvDialect dialect);

/// How a number's decimal mark is written; `none` for whole numbers and for text that is no number.
enum class DecimalMark { none, point, comma };
DecimalMark decimal_mark(std::string_view text, CsvDialect dialect);

} // namespace striate
