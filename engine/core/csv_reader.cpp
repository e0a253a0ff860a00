// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv_reader.h"

#include "engine/core/errors.h"
#include "engine/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr std::size_t recognized_lines = 64;

} // namespace

void refuse_number(const std::string& place, std::string_view field, CsvDialect dialect) {
  if (field.find(',') != field.npos)
    throw Error(fmt::format("{}: \"{}\" is not a number in a table separated by {}: write it without thousands "
                            "separators and with a decimal {}.",
                            place, field, dialect.words(), dialect.decimal_comma() ? "point or comma" : "point"));
  throw Error(
      fmt::format("{}: \"{}\" is not a number (fields assumed to be separated by {}).", place, field, dialect.words()));
}

void refuse_mixed_marks(const std::string& place, std::string_view field, const std::string& other_place) {
  throw Error(fmt::format("{}: \"{}\" has a different decimal mark from the number at {}; one may be a thousands "
                          "separator. Write all numbers with a decimal point.",
                          place, field, other_place));
}

bool is_whole(double value) {
  return std::nearbyint(value) == value && std::abs(value) <= 9e15;
}

std::int64_t refuse_whole(double value, const std::string& place, std::string_view field) {
  if (std::isnan(value))
    throw Error(fmt::format("{}: a whole number is missing (\"{}\").", place, field));
  throw Error(fmt::format("{}: \"{}\" is not a whole number.", place, field));
}

CsvReader::CsvReader(const std::filesystem::path& file) : lines_(file) {
  open();
}

CsvReader::CsvReader(std::string_view text, std::string name) : lines_(text, std::move(name)) {
  open();
}

void CsvReader::open() {
  std::vector<std::string> sample;
  std::optional<CsvLayout> layout;
  // A header may stand below a long preamble of comments.
  for (std::size_t wanted = recognized_lines; !layout; wanted *= 2) {
    std::string_view line;
    while (sample.size() < wanted && lines_.next(line))
      sample.emplace_back(line);
    layout = recognize_csv(sample);
    if (!layout && sample.size() < wanted)
      throw Error(fmt::format("{} has no header line; it is empty or not a table.", name()));
  }
  layout_ = std::move(*layout);
  for (std::size_t i = layout_.header_lines; i < sample.size(); ++i)
    first_lines_.push_back({std::move(sample[i]), i + 1});
  last_line_ = layout_.header_lines;
}

bool CsvReader::next_line(std::string_view& line) {
  if (!first_lines_.empty()) {
    given_ = std::move(first_lines_.front());
    first_lines_.pop_front();
    line = given_.text;
    last_line_ = given_.number;
    return true;
  }
  if (!lines_.next(line))
    return false;
  last_line_ = lines_.number();
  return true;
}

bool CsvReader::next() {
  std::string_view line;
  while (next_line(line)) {
    if (csv_comment(line))
      continue;
    line_ = last_line_;
    const auto state = record_.split(line, layout_.dialect, [this](auto& further) { return next_line(further); });
    if (state == CsvRecord::State::open_quote)
      throw Error(fmt::format("{}, line {}: a quote is not closed.", name(), line_));
    if (state == CsvRecord::State::text_after_quote)
      throw Error(fmt::format("{}, line {}: text follows a closing quote; double every quote inside quotes.", name(),
                              last_line_));
    if (blank_row(record_))
      continue;
    const std::size_t found = record_.fields.size();
    if (!fit_row(record_, layout_))
      throw Error(fmt::format("{}, line {}: {} fields where the {} has {} (separated by {}); the file is damaged or "
                              "uses another separator.",
                              name(), line_, found, has_header() ? "header" : "first row", layout_.fields,
                              layout_.dialect.words()));
    return true;
  }
  return false;
}

std::optional<std::size_t> CsvReader::find_column(std::string_view column) const {
  const auto found = std::ranges::find(layout_.columns, column);
  if (found == layout_.columns.end())
    return std::nullopt;
  if (std::find(found + 1, layout_.columns.end(), column) != layout_.columns.end())
    throw Error(fmt::format("{} has two columns \"{}\"; rename one of them.", name(), column));
  return static_cast<std::size_t>(found - layout_.columns.begin());
}

double CsvReader::number(std::size_t column) {
  const std::string_view text = field(column);
  const auto value = csv_number(text, layout_.dialect);
  if (!value)
    refuse_number(place(column), text, layout_.dialect);
  if (layout_.dialect.decimal_comma()) {
    const DecimalMark mark = decimal_mark(text, layout_.dialect);
    if (mark != DecimalMark::none && mark_ == DecimalMark::none) {
      mark_ = mark;
      mark_place_ = place(column);
    } else if (mark != DecimalMark::none && mark != mark_) {
      refuse_mixed_marks(place(column), text, mark_place_);
    }
  }
  return *value;
}

std::int64_t CsvReader::integer(std::size_t column) {
  const std::string_view text = field(column);
  if (const auto whole = parse_whole<std::int64_t>(text))
    return *whole;
  const double value = number(column);
  return is_whole(value) ? static_cast<std::int64_t>(value) : refuse_whole(value, place(column), text);
}

void CsvReader::rewind() {
  lines_.rewind();
  first_lines_.clear();
  std::string_view line;
  for (std::size_t i = 0; i < layout_.header_lines; ++i)
    lines_.next(line);
  last_line_ = layout_.header_lines;
  mark_ = DecimalMark::none;
}

std::string CsvReader::place(std::size_t column) const {
  if (has_header() && !layout_.columns[column].empty())
    return fmt::format("{}, line {}, column \"{}\"", name(), line_, layout_.columns[column]);
  return fmt::format("{}, line {}, column {}", name(), line_, column + 1);
}

} // namespace striate
