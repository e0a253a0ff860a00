#include "engine/network/sonata/types_table.h"

#include "engine/network/sonata/sonata_names.h"

#include <fmt/format.h>

#include <cmath>

namespace striate::sonata {

namespace {

constexpr std::uintmax_t largest_bytes = 1u << 30;

} // namespace

TypesTable TypesTable::read(const std::filesystem::path& file, const char* id_column, Problems& problems) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(file, failure))
    problems.fail({file}, "the file is missing; check the path");
  if (std::filesystem::file_size(file, failure) > largest_bytes)
    problems.fail({file}, "larger than 1 GiB; this is not a table of types");
  return {CsvTable::read(file), file, id_column, problems};
}

TypesTable TypesTable::parse(std::string_view text, const std::filesystem::path& file, const char* id_column,
                             Problems& problems) {
  return {CsvTable::parse(text, file.string()), file, id_column, problems};
}

TypesTable::TypesTable(CsvTable table, std::filesystem::path file, const char* id_column, Problems& problems)
    : table_(std::move(table)), file_(std::move(file)), id_column_(id_column) {
  if (!table_.has_column(id_column))
    problems.fail({file_, id_column}, "the column is missing");
  for (std::size_t row = 0; row < table_.rows(); ++row) {
    const std::int64_t id = table_.missing(row, id_column) ? -1 : table_.integer(row, id_column);
    if (id < 0)
      problems.fail({file_, id_column, row}, fmt::format("\"{}\" is not a type id", table_.text(row, id_column)));
    if (!rows_.emplace(id, static_cast<std::uint32_t>(row)).second)
      problems.fail({file_, id_column, row}, fmt::format("the type {} stands in the table twice", id));
    ids_.push_back(static_cast<std::uint64_t>(id));
  }
}

std::optional<std::uint32_t> TypesTable::row_of(std::uint64_t id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? std::nullopt : std::optional(found->second);
}

std::string TypesTable::text(std::uint32_t row, std::string_view column) const {
  if (!table_.has_column(column))
    return {};
  return table_.missing(row, column) ? std::string{} : table_.text(row, column);
}

std::optional<double> TypesTable::number(std::uint32_t row, std::string_view column) const {
  if (text(row, column).empty())
    return std::nullopt;
  return table_.number(row, column);
}

Place TypesTable::place(std::uint32_t row) const {
  return {file_, fmt::format("{} {}", id_column_, ids_[row])};
}

} // namespace striate::sonata
