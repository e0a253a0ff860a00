// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace striate {

/// The lines of a text file or of text in memory, with whatever line ends (LF, CR LF, CR) and encoding (UTF-8 with or
/// without a byte order mark, UTF-16 with one) they were written. Holds one piece of the file at a time. One thread.
class CsvLines {
public:
  /// Throws Error when the file cannot be opened.
  explicit CsvLines(const std::filesystem::path& file);
  /// `name` stands for the file in errors. Keeps a copy of the text.
  CsvLines(std::string_view text, std::string name);

  /// The next line without its end, valid until the next call; false at the end. Throws Error for bytes that are no
  /// text and for a line that is too long to be one.
  bool next(std::string_view& line);
  /// Number of the line that next() gave last, from 1.
  std::uint64_t number() const { return number_; }
  /// Back to the first line. Throws Error for a file that cannot be read twice (a pipe).
  void rewind();
  const std::string& name() const { return name_; }

private:
  enum class Encoding { unknown, utf8, utf16_little, utf16_big };

  bool read_piece();
  void recognize(std::string& piece);
  void append_utf16(std::string_view bytes);
  void append_code_point(std::uint32_t code);

  std::string name_;
  std::ifstream in_;
  std::string memory_; ///< text in memory instead of a file
  bool from_file_ = false, ended_ = false;
  Encoding encoding_ = Encoding::unknown;
  std::string left_over_;            ///< bytes of a UTF-16 unit that the next piece completes
  std::uint32_t high_surrogate_ = 0; ///< first half of a pair, 0 without
  std::string piece_;                ///< UTF-8
  std::size_t position_ = 0;
  std::uint64_t number_ = 0;
};

} // namespace striate
