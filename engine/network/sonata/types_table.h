#pragma once
#include "engine/core/csv.h"
#include "engine/network/sonata/problems.h"

#include <optional>
#include <unordered_map>

namespace striate::sonata {

/// A csv of node or edge types, its rows found by type id.
class TypesTable {
public:
  /// Reads the csv. Fails when it cannot be read, lacks `id_column` or has an id twice; `text` replaces the file's
  /// content when given.
  static TypesTable read(const std::filesystem::path& file, const char* id_column, Problems& problems);
  static TypesTable parse(std::string_view text, const std::filesystem::path& file, const char* id_column,
                          Problems& problems);

  std::uint32_t rows() const { return static_cast<std::uint32_t>(ids_.size()); }
  std::uint64_t id(std::uint32_t row) const { return ids_[row]; }
  std::optional<std::uint32_t> row_of(std::uint64_t id) const;
  /// Empty text and no number when the column is missing or has no value (no_value). A number that is none is an Error.
  std::string text(std::uint32_t row, std::string_view column) const;
  std::optional<double> number(std::uint32_t row, std::string_view column) const;
  /// For messages: the file and "<id column> <id>".
  Place place(std::uint32_t row) const;
  const std::filesystem::path& file() const { return file_; }

private:
  TypesTable(CsvTable table, std::filesystem::path file, const char* id_column, Problems& problems);

  CsvTable table_;
  std::filesystem::path file_;
  std::string id_column_;
  std::vector<std::uint64_t> ids_;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
};

} // namespace striate::sonata
