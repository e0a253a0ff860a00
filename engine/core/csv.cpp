#include "engine/core/csv.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

namespace striate {

namespace {

std::vector<std::string> split_line(std::string_view line, bool by_comma) {
  std::vector<std::string> fields;
  std::string field;
  bool quoted = false;
  bool any = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (!quoted && (by_comma ? c == ',' : (c == ' ' || c == '\t'))) {
      if (by_comma || any)
        fields.push_back(std::move(field));
      field.clear();
      any = false;
    } else {
      field += c;
      any = true;
    }
  }
  if (by_comma || any)
    fields.push_back(std::move(field));
  return fields;
}

} // namespace

CsvTable CsvTable::read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error(fmt::format("The table {} cannot be read; check that it exists and is readable.", file.string()));
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.str(), file.string());
}

CsvTable CsvTable::parse(std::string_view text, const std::string& name) {
  CsvTable table;
  table.name_ = name;
  bool by_comma = true;
  std::size_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++line_number;
    if (!line.empty() && line.back() == '\r')
      line.remove_suffix(1);
    if (line.empty() || line.front() == '#')
      continue;
    if (table.columns_.empty()) {
      by_comma = line.find(',') != std::string_view::npos || line.find(' ') == std::string_view::npos;
      table.columns_ = split_line(line, by_comma);
      for (std::size_t i = 0; i < table.columns_.size(); ++i)
        table.index_.emplace(table.columns_[i], i);
      continue;
    }
    auto fields = split_line(line, by_comma);
    if (fields.size() != table.columns_.size())
      throw Error(
          fmt::format("{}, line {}: {} fields where the header has {}; the file is damaged or has another separator.",
                      name, line_number, fields.size(), table.columns_.size()));
    for (auto& field : fields)
      table.cells_.push_back(std::move(field));
    table.lines_.push_back(line_number);
  }
  if (table.columns_.empty())
    throw Error(fmt::format("{} has no header line; it is empty or not a table.", name));
  return table;
}

bool CsvTable::has_column(std::string_view column) const {
  return index_.contains(std::string(column));
}

std::size_t CsvTable::column_index(std::string_view column) const {
  const auto found = index_.find(std::string(column));
  if (found == index_.end())
    throw Error(fmt::format("{} lacks the column \"{}\".", name_, column));
  return found->second;
}

std::string CsvTable::place(std::size_t row, std::string_view column) const {
  return fmt::format("{}, line {}, column \"{}\"", name_, lines_.at(row), column);
}

const std::string& CsvTable::text(std::size_t row, std::string_view column) const {
  return cells_.at(row * columns_.size() + column_index(column));
}

double CsvTable::number(std::size_t row, std::string_view column) const {
  const std::string& cell = text(row, column);
  if (cell == "nan" || cell == "NULL" || cell.empty())
    return std::numeric_limits<double>::quiet_NaN();
  double value = 0.0;
  const auto [end, failure] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (failure != std::errc{} || end != cell.data() + cell.size())
    throw Error(fmt::format("{}: \"{}\" is not a number.", place(row, column), cell));
  return value;
}

long CsvTable::integer(std::size_t row, std::string_view column) const {
  const double value = number(row, column);
  if (!(std::nearbyint(value) == value) || std::abs(value) > 9e15)
    throw Error(fmt::format("{}: \"{}\" is not a whole number.", place(row, column), text(row, column)));
  return static_cast<long>(value);
}

std::vector<double> CsvTable::numbers(std::string_view column) const {
  std::vector<double> values(rows());
  for (std::size_t row = 0; row < values.size(); ++row)
    values[row] = number(row, column);
  return values;
}

} // namespace striate
