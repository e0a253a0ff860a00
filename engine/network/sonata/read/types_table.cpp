// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/types_table.h"

#include "engine/network/sonata/names/sonata_names.h"

#include <fmt/format.h>

#include <cmath>

namespace striate::sonata {

namespace {

constexpr std::uintmax_t largest_table_bytes = 1u << 30;

} // namespace

TypesTable TypesTable::read(const std::filesystem::path& file, const char* id_column, const std::string& owner,
                            Problems& problems) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(file, failure))
    problems.fail({file}, "the file is missing; check the path");
  if (std::filesystem::file_size(file, failure) > largest_table_bytes)
    problems.fail({file}, "larger than 1 GiB; this is not a types table");
  return {CsvTable::read(file), file, id_column, owner, problems};
}

TypesTable TypesTable::parse(std::string_view text, const std::filesystem::path& file, const char* id_column,
                             const std::string& owner, Problems& problems) {
  return {CsvTable::parse(text, file.string()), file, id_column, owner, problems};
}

TypesTable TypesTable::none(const std::filesystem::path& file, const char* id_column) {
  TypesTable table(file, id_column);
  table.none_ = true;
  return table;
}

TypesTable::TypesTable(CsvTable table, std::filesystem::path file, const char* id_column, const std::string& owner,
                       Problems& problems)
    : TypesTable(std::move(file), id_column) {
  table_ = std::move(table);
  if (!table_->has_column(id_column))
    problems.fail({file_, id_column}, "the column is missing");
  const bool shared = table_->has_column(population) && !owner.empty();
  const auto named_in = [&](std::size_t row) { return shared ? table_->text(row, population) : std::string{}; };
  bool named = false;
  for (std::size_t row = 0; row < table_->rows() && !named; ++row)
    named = named_in(row) == owner;
  for (std::size_t row = 0; row < table_->rows(); ++row) {
    const std::string of = named_in(row);
    const bool other = shared && named && of != owner && !table_->missing(row, population);
    const std::int64_t id = table_->missing(row, id_column) ? -1 : table_->integer(row, id_column);
    if (id < 0)
      problems.fail({file_, id_column, row}, fmt::format("\"{}\" is not a type id", table_->text(row, id_column)));
    if (other) {
      of_others_.emplace(id, of);
      continue;
    }
    if (!rows_.emplace(id, static_cast<std::uint32_t>(ids_.size())).second)
      problems.fail({file_, id_column, row}, fmt::format("the type {} appears twice in the table", id));
    ids_.push_back(static_cast<std::uint64_t>(id));
    csv_row_.push_back(row);
  }
}

std::string TypesTable::missing_row(std::uint64_t id) const {
  const auto other = of_others_.find(id);
  return other == of_others_.end()
             ? fmt::format("has no row in {}", file_.string())
             : fmt::format("has a row in {} for the population {} only", file_.string(), other->second);
}

std::optional<std::uint32_t> TypesTable::row_of(std::uint64_t id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? std::nullopt : std::optional(found->second);
}

std::string TypesTable::text(std::uint32_t row, std::string_view column) const {
  if (!table_ || row >= csv_row_.size() || !table_->has_column(column))
    return {};
  const std::size_t at = csv_row_[row];
  return table_->missing(at, column) ? std::string{} : table_->text(at, column);
}

std::optional<double> TypesTable::number(std::uint32_t row, std::string_view column) const {
  if (text(row, column).empty())
    return std::nullopt;
  return table_->number(csv_row_[row], column);
}

Place TypesTable::place(std::uint32_t row) const {
  if (row >= ids_.size())
    return {file_};
  return {file_, fmt::format("{} {}", id_column_, ids_[row])};
}

} // namespace striate::sonata
