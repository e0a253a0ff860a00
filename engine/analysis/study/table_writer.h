// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace striate {

/// Collects the lines of a table and writes it whole. Private to engine/analysis/study.
class TableWriter {
public:
  /// remarks: lines before the header, which begin with # and which no reader takes for rows.
  TableWriter(std::filesystem::path file, char separator, std::string_view header,
              std::span<const std::string> remarks = {});

  TableWriter& operator<<(double value) {
    return std::isnan(value) ? cell("nan") : cell(fmt::format("{:.10g}", value));
  }
  TableWriter& operator<<(std::string_view text) { return cell(text); }
  TableWriter& operator<<(const char* text) { return cell(text); }
  TableWriter& operator<<(std::uint64_t value) { return cell(fmt::format("{}", value)); }
  TableWriter& operator<<(int value) { return cell(fmt::format("{}", value)); }
  void end_row();
  /// Throws Error naming the file.
  void write() const;

private:
  TableWriter& cell(std::string_view text);

  std::filesystem::path file_;
  char separator_;
  bool first_ = true;
  fmt::memory_buffer out_;
};

} // namespace striate
