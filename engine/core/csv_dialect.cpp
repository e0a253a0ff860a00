// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv_dialect.h"

#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"

#include <algorithm>
#include <array>
#include <limits>

namespace striate {

namespace {

constexpr std::string_view spaces = " \t";

std::string_view without_spaces(std::string_view text) {
  const std::size_t first = text.find_first_not_of(spaces);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

bool same_word(std::string_view text, std::string_view small) {
  return std::ranges::equal(text, small, [](char a, char b) { return lower_case(a) == b; });
}

/// "sep=;" of spreadsheets; nothing for other lines.
std::optional<CsvDialect> separator_line(std::string_view line) {
  if (line.size() > 1 && line.front() == '"' && line.back() == '"')
    line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || !same_word(line.substr(0, 4), "sep=") || std::string_view(",;\t ").find(line[4]) == line.npos)
    return std::nullopt;
  return CsvDialect{line[4]};
}

bool is_number(std::string_view text, CsvDialect dialect) {
  return !no_value(text) && csv_number(text, dialect).has_value();
}

/// Names of a header that stands in a comment; empty where the comment is none for so many fields.
std::vector<std::string> commented_header(std::string_view comment, std::size_t fields) {
  const std::size_t begin = comment.find_first_not_of("# \t");
  if (begin == std::string_view::npos)
    return {};
  for (const char separator : {'\t', ';', ',', ' '}) {
    CsvRecord record;
    const CsvDialect dialect{separator};
    if (record.split(comment.substr(begin), dialect, [](auto&) { return false; }) != CsvRecord::State::whole ||
        record.fields.size() != fields)
      continue;
    const bool names = std::ranges::none_of(
        record.fields, [&](std::string_view name) { return name.empty() || is_number(name, dialect); });
    if (names)
      return {record.fields.begin(), record.fields.end()};
  }
  return {};
}

/// Takes the names of the columns from a table's first record or from the comment above it; false when the record is
/// itself a row.
bool read_header(const CsvRecord& record, std::string_view comment, CsvLayout& layout) {
  const auto number = [&](std::string_view field) { return is_number(field, layout.dialect); };
  if (std::ranges::any_of(record.fields, number)) {
    layout.columns = commented_header(comment, layout.fields);
    if (!layout.columns.empty() ||
        std::ranges::all_of(record.fields, [&](std::string_view field) { return number(field) || no_value(field); }))
      return false;
  }
  for (const std::string_view name : record.fields)
    layout.columns.emplace_back(without_spaces(name));
  return true;
}

struct Candidate {
  CsvLayout layout;
  std::size_t tried = 0, fitting = 0; ///< rows

  bool better(const Candidate& other) const { return fitting * other.tried > other.fitting * tried; }
};

/// The table read in one dialect; nothing where the dialect does not split its first line.
std::optional<Candidate> read_as(std::span<const std::string> lines, std::size_t first, CsvDialect dialect) {
  Candidate candidate;
  CsvLayout& layout = candidate.layout;
  layout.dialect = dialect;
  std::string_view comment;
  bool indented = false; ///< the header
  std::size_t at = first;
  CsvRecord record;
  const auto more = [&](std::string_view& line) { return at < lines.size() && (line = lines[at++], true); };
  while (at < lines.size()) {
    const std::size_t begin = at++;
    if (csv_comment(lines[begin])) {
      if (layout.fields == 0 && !without_spaces(lines[begin]).empty())
        comment = lines[begin];
      continue;
    }
    const CsvRecord::State state = record.split(lines[begin], dialect, more);
    if (state == CsvRecord::State::open_quote) // perhaps only the sample ends here
      break;
    if (state == CsvRecord::State::whole && blank_row(record))
      continue;
    if (layout.fields == 0) {
      layout.fields = record.fields.size();
      if (read_header(record, comment, layout)) {
        layout.header_lines = at;
        indented = dialect.separator == ' ' && spaces.find(lines[begin].front()) != spaces.npos;
        continue;
      }
      layout.header_lines = begin;
    } else if (indented && candidate.tried == 0 && record.fields.size() == layout.fields + 1 &&
               spaces.find(lines[begin].front()) == spaces.npos) {
      // A column without a name (the index of pandas) leaves only a space at the begin of the header.
      layout.columns.insert(layout.columns.begin(), std::string());
      ++layout.fields;
    }
    ++candidate.tried;
    candidate.fitting += state == CsvRecord::State::whole && fit_row(record, layout);
  }
  if (layout.fields == 0)
    return std::nullopt;
  // The header counts as a row that fits, so that a table without rows has a dialect.
  ++candidate.tried;
  ++candidate.fitting;
  return candidate;
}

} // namespace

const char* CsvDialect::words() const {
  switch (separator) {
  case ';':
    return "semicolons";
  case '\t':
    return "tabs";
  case ' ':
    return "spaces";
  default:
    return "commas";
  }
}

void CsvRecord::split_plain(std::string_view line, CsvDialect dialect) {
  if (dialect.separator == ' ') {
    for (std::size_t begin = 0; (begin = line.find_first_not_of(spaces, begin)) != std::string_view::npos;) {
      const std::size_t end = std::min(line.find_first_of(spaces, begin), line.size());
      fields.push_back(line.substr(begin, end - begin));
      begin = end;
    }
  } else {
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find(dialect.separator, begin), line.size());
      fields.push_back(without_spaces(line.substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  quoted.assign(fields.size(), false);
}

CsvRecord::State CsvRecord::split_quoted(std::string_view line, CsvDialect dialect, const MoreLines& more) {
  text_.clear();
  extents_.clear();
  const bool by_spaces = dialect.separator == ' ';
  const auto between = [&](char c) { return by_spaces ? spaces.find(c) != spaces.npos : c == dialect.separator; };
  const auto blank = [&](std::size_t i) { return i < line.size() && spaces.find(line[i]) != spaces.npos; };
  const auto skip_blanks = [&](std::size_t i) {
    while (blank(i) && (by_spaces || line[i] != dialect.separator))
      ++i;
    return i;
  };
  std::size_t at = skip_blanks(0);
  while (!by_spaces || at < line.size()) {
    const std::size_t begin = text_.size();
    const bool in_quotes = at < line.size() && line[at] == '"';
    if (in_quotes) {
      for (++at;;) {
        const std::size_t quote = line.find('"', at);
        text_ += line.substr(at, quote == line.npos ? line.npos : quote - at);
        if (quote == line.npos) {
          if (text_.size() > (std::size_t{1} << 24) || !more(line))
            return State::open_quote;
          text_ += '\n';
          at = 0;
        } else if (quote + 1 < line.size() && line[quote + 1] == '"') {
          text_ += '"';
          at = quote + 2;
        } else {
          at = quote + 1;
          break;
        }
      }
      const std::size_t after = skip_blanks(at);
      if (after < line.size() && !between(line[after]) && !(by_spaces && after > at))
        return State::text_after_quote;
      at = after;
    } else {
      const std::size_t start = at;
      while (at < line.size() && !between(line[at]))
        ++at;
      text_ += without_spaces(line.substr(start, at - start));
    }
    extents_.push_back({begin, text_.size()});
    quoted.push_back(in_quotes);
    if (by_spaces) {
      at = skip_blanks(at);
    } else if (at >= line.size()) {
      break;
    } else {
      at = skip_blanks(at + 1);
    }
  }
  for (const Extent& extent : extents_)
    fields.push_back(std::string_view(text_).substr(extent.begin, extent.end - extent.begin));
  return State::whole;
}

CsvRecord::State CsvRecord::split(std::string_view line, CsvDialect dialect, const MoreLines& more) {
  fields.clear();
  quoted.clear();
  if (line.find('"') != line.npos)
    return split_quoted(line, dialect, more);
  split_plain(line, dialect);
  return State::whole;
}

std::optional<CsvLayout> recognize_csv(std::span<const std::string> lines) {
  std::size_t first = 0;
  while (first < lines.size() && without_spaces(lines[first]).empty())
    ++first;
  if (first < lines.size())
    if (const auto told = separator_line(lines[first])) {
      const auto candidate = read_as(lines, first + 1, *told);
      return candidate ? std::optional(candidate->layout) : std::nullopt;
    }
  std::optional<Candidate> best;
  for (const char separator : {'\t', ';', ',', ' '}) {
    auto candidate = read_as(lines, first, CsvDialect{separator});
    if (candidate && candidate->layout.fields > 1 && (!best || candidate->better(*best)))
      best = std::move(candidate);
  }
  // A single column has no separator; its name may hold spaces.
  if (!best || (best->layout.dialect.separator == ' ' && best->fitting == 1 && best->tried > 1))
    if (auto single = read_as(lines, first, CsvDialect{','}); single && single->layout.fields == 1)
      best = std::move(single);
  return best ? std::optional(std::move(best->layout)) : std::nullopt;
}

bool fit_row(CsvRecord& row, const CsvLayout& layout) {
  while (row.fields.size() > layout.fields && row.fields.back().empty() && !row.quoted.back()) {
    row.fields.pop_back();
    row.quoted.pop_back();
  }
  while (row.fields.size() < layout.fields && !layout.columns.empty() && !row.fields.empty() &&
         layout.columns[row.fields.size()].empty()) {
    const auto rest = layout.columns.begin() + static_cast<std::ptrdiff_t>(row.fields.size());
    if (!std::all_of(rest, layout.columns.end(), [](const std::string& name) { return name.empty(); }))
      break;
    row.fields.emplace_back();
    row.quoted.push_back(false);
  }
  return row.fields.size() == layout.fields;
}

bool blank_row(const CsvRecord& row) {
  return std::ranges::all_of(row.fields, [](std::string_view field) { return field.empty(); }) &&
         std::ranges::none_of(row.quoted, [](bool quoted) { return quoted; });
}

bool csv_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(spaces);
  return first == std::string_view::npos || line[first] == '#';
}

bool no_value(std::string_view text) {
  constexpr std::array words{"nan",  "-nan", "na",  "n/a",    "#n/a",    "#na", "<na>",
                             "null", "none", "nat", "(null)", "missing", "\\n", "undefined"};
  text = without_spaces(text);
  return text.empty() || std::ranges::any_of(words, [&](const char* word) { return same_word(text, word); });
}

std::optional<double> csv_number(std::string_view text, CsvDialect dialect) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (const auto value = parse_number(text))
    return value;
  if (no_value(text))
    return std::numeric_limits<double>::quiet_NaN();
  std::string_view body = without_spaces(text);
  const bool negative = body.starts_with('-');
  if (negative || body.starts_with('+'))
    body.remove_prefix(1);
  if (same_word(body, "inf") || same_word(body, "infinity"))
    return negative ? -infinity : infinity;
  if (!dialect.decimal_comma() || std::ranges::count(text, ',') != 1 || text.find('.') != text.npos)
    return std::nullopt;
  std::string with_point(text);
  std::ranges::replace(with_point, ',', '.');
  return parse_number(with_point);
}

DecimalMark decimal_mark(std::string_view text, CsvDialect dialect) {
  const std::size_t mark = text.find_first_of(".,");
  if (mark == text.npos || (text[mark] == ',' && !dialect.decimal_comma()) || !is_number(text, dialect))
    return DecimalMark::none;
  return text[mark] == '.' ? DecimalMark::point : DecimalMark::comma;
}

} // namespace striate
