#include "engine/recording/spike_table.h"

#include "engine/core/errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace striate {
namespace {

void split(std::string_view line, std::vector<std::string_view>& fields) {
  fields.clear();
  for (std::size_t begin = 0; (begin = line.find_first_not_of(" \t,\r\"", begin)) != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(" \t,\r\"", begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
    begin = end;
  }
}

template <typename Number>
std::optional<Number> parse(std::string_view text) {
  Number value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

} // namespace

SpikeTable::SpikeTable(const std::filesystem::path& file, const std::string& wanted) : path_(file), wanted_(wanted) {
  if (std::error_code ignored; !std::filesystem::exists(file, ignored))
    throw Error(fmt::format("The spike file {} does not exist.", file.string()));
  in_.open(file);
  read_header();
  if (has_population_)
    find_population();
}

void SpikeTable::read_header() {
  std::getline(in_, line_);
  line_number_ = 1;
  split(line_, fields_);
  columns_ = fields_.size();
  bool has_time = false, has_id = false;
  for (std::size_t i = 0; i < columns_; ++i) {
    const std::string_view name = fields_[i];
    if (name == "timestamps") {
      time_column_ = i;
      has_time = true;
    } else if (name == "node_ids" || name == "gids") {
      id_column_ = i;
      has_id = true;
    } else if (name == "population") {
      population_column_ = i;
      has_population_ = true;
    }
  }
  if (!has_time || !has_id)
    throw Error(
        fmt::format("{} is neither HDF5 nor a spike table: its first line must name the columns timestamps (ms) "
                    "and node_ids, and may name population.",
                    path_.string()));
}

/// A population other than the wanted one is taken when there is no other.
void SpikeTable::find_population() {
  std::set<std::string, std::less<>> names;
  const std::string asked = wanted_;
  while (next_row()) {
    const std::string_view name = fields_[population_column_];
    if (name == asked)
      return rewind();
    if (!names.contains(name))
      names.emplace(name);
  }
  if (names.size() > 1)
    throw Error(fmt::format("{} holds the populations {} but not \"{}\"; rename the one that is meant.", path_.string(),
                            fmt::join(names, ", "), asked));
  if (!names.empty())
    wanted_ = *names.begin();
  rewind();
}

void SpikeTable::rewind() {
  in_.clear();
  in_.seekg(0);
  std::getline(in_, line_);
  line_number_ = 1;
}

bool SpikeTable::next_row() {
  while (std::getline(in_, line_)) {
    ++line_number_;
    split(line_, fields_);
    if (fields_.empty())
      continue;
    if (fields_.size() != columns_)
      throw Error(fmt::format("Line {} of {} has {} fields where the header has {}; the table is damaged.",
                              line_number_, path_.string(), fields_.size(), columns_));
    return true;
  }
  if (in_.bad())
    throw Error(fmt::format("{} cannot be read beyond line {}.", path_.string(), line_number_));
  return false;
}

bool SpikeTable::read(std::size_t count, std::vector<double>& time_ms, std::vector<std::int64_t>& ids,
                      std::vector<std::uint64_t>& lines) {
  time_ms.clear();
  ids.clear();
  lines.clear();
  while (ids.size() < count && next_row()) {
    if (has_population_ && fields_[population_column_] != wanted_)
      continue;
    const auto time = parse<double>(fields_[time_column_]);
    const auto id = parse<std::int64_t>(fields_[id_column_]);
    if (!time || !id)
      throw Error(fmt::format("Line {} of {}: \"{}\" is not {}.", line_number_, path_.string(),
                              fields_[time ? id_column_ : time_column_], time ? "a whole number" : "a time in ms"));
    time_ms.push_back(*time);
    ids.push_back(*id);
    lines.push_back(line_number_);
  }
  return !ids.empty();
}

} // namespace striate
