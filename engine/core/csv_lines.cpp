// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv_lines.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18;
constexpr std::size_t longest_line = std::size_t{1} << 26;

std::size_t line_end(std::string_view text, std::size_t from) {
  while (from < text.size() && text[from] != '\n' && text[from] != '\r')
    ++from;
  return from;
}

} // namespace

CsvLines::CsvLines(const std::filesystem::path& file) : name_(file.string()), from_file_(true) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(file, ignored))
    in_.open(file, std::ios::binary);
  if (!in_.is_open())
    throw Error(fmt::format("The table {} cannot be read; check that it exists and is readable.", name_));
}

CsvLines::CsvLines(std::string_view text, std::string name) : name_(std::move(name)), memory_(text) {}

void CsvLines::rewind() {
  if (from_file_) {
    in_.clear();
    if (!in_.seekg(0))
      throw Error(fmt::format("{} cannot be read a second time; give a file instead of a pipe.", name_));
  }
  ended_ = false;
  encoding_ = Encoding::unknown;
  left_over_.clear();
  high_surrogate_ = 0;
  piece_.clear();
  position_ = 0;
  number_ = 0;
}

void CsvLines::recognize(std::string& piece) {
  encoding_ = Encoding::utf8;
  if (piece.starts_with("\xEF\xBB\xBF")) {
    piece.erase(0, 3);
  } else if (piece.starts_with("\xFF\xFE")) {
    encoding_ = Encoding::utf16_little;
    piece.erase(0, 2);
  } else if (piece.starts_with("\xFE\xFF")) {
    encoding_ = Encoding::utf16_big;
    piece.erase(0, 2);
  }
}

void CsvLines::append_code_point(std::uint32_t code) {
  const auto put = [this](std::uint32_t byte) { piece_ += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

void CsvLines::append_utf16(std::string_view bytes) {
  constexpr std::uint32_t replacement = 0xFFFD; // for half a pair
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    const std::uint32_t unit = encoding_ == Encoding::utf16_little ? first | (std::uint32_t{second} << 8)
                                                                   : second | (std::uint32_t{first} << 8);
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (high_surrogate_ != 0 && low) {
      append_code_point(0x10000 + ((high_surrogate_ - 0xD800) << 10) + (unit - 0xDC00));
      high_surrogate_ = 0;
      continue;
    }
    if (high_surrogate_ != 0)
      append_code_point(replacement);
    high_surrogate_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (high_surrogate_ == 0)
      append_code_point(low ? replacement : unit);
  }
}

/// Puts what is left of the piece to its begin and reads on; false when there is nothing more.
bool CsvLines::read_piece() {
  if (ended_)
    return false;
  piece_.erase(0, position_);
  position_ = 0;
  std::string bytes = std::move(left_over_);
  left_over_.clear();
  if (from_file_) {
    const std::size_t before = bytes.size();
    bytes.resize(before + piece_bytes);
    in_.read(bytes.data() + before, static_cast<std::streamsize>(piece_bytes));
    bytes.resize(before + static_cast<std::size_t>(in_.gcount()));
    if (in_.bad())
      throw Error(fmt::format("{} cannot be read beyond line {}.", name_, number_));
    ended_ = !in_;
  } else {
    bytes = memory_;
    ended_ = true;
  }
  if (encoding_ == Encoding::unknown)
    recognize(bytes);
  const std::size_t before = piece_.size();
  if (encoding_ == Encoding::utf8) {
    piece_ += bytes;
  } else {
    append_utf16(bytes);
    if (bytes.size() % 2 != 0)
      left_over_ = bytes.back();
    if (ended_ && !left_over_.empty())
      throw Error(fmt::format("{} is truncated: it ends in the middle of a character.", name_));
  }
  if (piece_.find('\0', before) != std::string::npos)
    throw Error(fmt::format(
        "{} is not a text table: it contains zero bytes. Save spreadsheets as CSV and text as UTF-8.", name_));
  return piece_.size() > before || !ended_;
}

bool CsvLines::next(std::string_view& line) {
  std::size_t end = line_end(piece_, position_);
  // A CR at the very end of a piece may be the first half of CR LF.
  while (end + 1 >= piece_.size() && !ended_) {
    const std::size_t searched = end - position_;
    if (searched > longest_line)
      throw Error(fmt::format("Line {} of {} is longer than {} MB; the file is not a text table.", number_ + 1, name_,
                              longest_line >> 20));
    read_piece();
    end = line_end(piece_, searched);
  }
  if (position_ >= piece_.size())
    return false;
  ++number_;
  line = std::string_view(piece_).substr(position_, end - position_);
  position_ = end + (piece_.compare(end, 2, "\r\n") == 0 ? 2 : 1);
  return true;
}

} // namespace striate
