#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace striate {

/// A small table read from text: comma- or space-separated (runs of spaces count as one), quoted fields, `#` comment
/// lines, LF or CR LF. Columns are found by header name. Errors name file, line and column.
class CsvTable {
public:
  /// Reads a whole file. Throws Error when it cannot be read or a line has another number of fields than the header.
  static CsvTable read(const std::filesystem::path& file);
  /// The same from text in memory; `name` stands for the file in errors.
  static CsvTable parse(std::string_view text, const std::string& name);

  std::size_t rows() const { return cells_.size() / columns_.size(); }
  const std::vector<std::string>& columns() const { return columns_; }
  bool has_column(std::string_view column) const;

  const std::string& text(std::size_t row, std::string_view column) const;
  /// A number; "nan" and "NULL" give NaN, anything else that is not a number throws.
  double number(std::size_t row, std::string_view column) const;
  long integer(std::size_t row, std::string_view column) const;
  std::vector<double> numbers(std::string_view column) const;

private:
  std::size_t column_index(std::string_view column) const;
  std::string place(std::size_t row, std::string_view column) const;

  std::string name_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::string> cells_;
  std::vector<std::size_t> lines_; ///< line number in the file per row
};

} // namespace striate
