// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv.h"

#include "engine/core/csv_reader.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cmath>

namespace striate {

namespace {

constexpr std::size_t ambiguous = std::string::npos;

} // namespace

CsvTable CsvTable::read(const std::filesystem::path& file) {
  return from(CsvReader(file));
}

CsvTable CsvTable::parse(std::string_view text, const std::string& name) {
  return from(CsvReader(text, name));
}

CsvTable CsvTable::from(CsvReader reader) {
  CsvTable table;
  table.name_ = reader.name();
  table.dialect_ = reader.dialect();
  table.columns_ = reader.columns();
  if (!reader.has_header())
    throw Error(fmt::format("{} has no header line: it begins with numbers (separated by {}); write the names of the "
                            "columns above them.",
                            table.name_, table.dialect_.words()));
  for (std::size_t i = 0; i < table.columns_.size(); ++i)
    if (const auto [entry, is_new] = table.index_.emplace(table.columns_[i], i); !is_new)
      entry->second = ambiguous;
  while (reader.next()) {
    for (const std::string_view field : reader.fields())
      table.cells_.emplace_back(field);
    table.lines_.push_back(reader.line());
    if (table.dialect_.decimal_comma())
      table.note_marks(reader);
  }
  return table;
}

void CsvTable::note_marks(const CsvReader& reader) {
  for (std::size_t i = 0; i < columns_.size() && (point_.empty() || comma_.empty()); ++i) {
    const DecimalMark mark = reader.quoted()[i] ? DecimalMark::none : decimal_mark(reader.field(i), dialect_);
    std::string& place = mark == DecimalMark::comma ? comma_ : point_;
    if (mark != DecimalMark::none && place.empty())
      place = reader.place(i);
  }
}

bool CsvTable::has_column(std::string_view column) const {
  return !column.empty() && index_.contains(std::string(column));
}

std::size_t CsvTable::column_index(std::string_view column) const {
  const auto found = index_.find(std::string(column));
  if (found == index_.end())
    throw Error(fmt::format("{} lacks the column \"{}\".", name_, column));
  if (found->second == ambiguous)
    throw Error(fmt::format("{} has two columns \"{}\"; rename one of them.", name_, column));
  return found->second;
}

std::string CsvTable::place(std::size_t row, std::string_view column) const {
  return fmt::format("{}, line {}, column \"{}\"", name_, lines_.at(row), column);
}

const std::string& CsvTable::text(std::size_t row, std::string_view column) const {
  return cells_.at(row * columns_.size() + column_index(column));
}

bool CsvTable::missing(std::size_t row, std::string_view column) const {
  return no_value(text(row, column));
}

double CsvTable::number(std::size_t row, std::string_view column) const {
  const std::string& cell = text(row, column);
  const auto value = csv_number(cell, dialect_);
  if (!value)
    refuse_number(place(row, column), cell, dialect_);
  if (!point_.empty() && !comma_.empty())
    if (const DecimalMark mark = decimal_mark(cell, dialect_); mark != DecimalMark::none)
      refuse_mixed_marks(place(row, column), cell, mark == DecimalMark::point ? comma_ : point_);
  return *value;
}

double CsvTable::needed_number(std::size_t row, std::string_view column) const {
  const double value = number(row, column);
  if (std::isnan(value))
    throw Error(fmt::format("{}: a number is missing (\"{}\").", place(row, column), text(row, column)));
  return value;
}

std::int64_t CsvTable::integer(std::size_t row, std::string_view column) const {
  const double value = number(row, column);
  return is_whole(value) ? static_cast<std::int64_t>(value)
                         : refuse_whole(value, place(row, column), text(row, column));
}

std::vector<double> CsvTable::numbers(std::string_view column) const {
  std::vector<double> values(rows());
  for (std::size_t row = 0; row < values.size(); ++row)
    values[row] = number(row, column);
  return values;
}

} // namespace striate
