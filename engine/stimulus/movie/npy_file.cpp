// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/movie/array_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>

namespace striate {

namespace {

/// What the header of a .npy file says.
struct Header {
  const NumberType* type = nullptr;
  bool swapped = false, fortran = false;
  std::size_t frames = 1, rows = 0, columns = 0;
};

/// The array's description is a Python dictionary with three known keys.
class HeaderText {
public:
  HeaderText(const std::filesystem::path& file, std::string text) : file_(file), text_(std::move(text)) {}

  Header parse() const {
    Header header;
    parse_type(header);
    const std::string_view order = after("fortran_order");
    if (!order.starts_with("True") && !order.starts_with("False"))
      fail();
    header.fortran = order.starts_with("True");
    parse_shape(header);
    return header;
  }

private:
  [[noreturn]] void fail() const {
    throw Error(fmt::format("The header of {} does not describe a NumPy array; save it again with numpy.save.",
                            file_.string()));
  }

  /// The text from the value of a key on.
  std::string_view after(std::string_view key) const {
    for (const char quote : {'\'', '"'}) {
      const std::string quoted = quote + std::string(key) + quote;
      std::size_t at = text_.find(quoted);
      if (at == std::string::npos)
        continue;
      at = text_.find_first_not_of(" :", at + quoted.size());
      if (at != std::string::npos)
        return std::string_view(text_).substr(at);
    }
    fail();
  }

  void parse_type(Header& header) const {
    std::string_view rest = after("descr");
    const bool plain = !rest.empty() && (rest.front() == '\'' || rest.front() == '"');
    const std::size_t end = plain ? rest.find(rest.front(), 1) : std::string_view::npos;
    const std::string_view code = end == std::string_view::npos ? rest.substr(0, 40) : rest.substr(1, end - 1);
    if (plain && code.size() > 1) {
      const auto found = std::ranges::find(number_types(), code.substr(1), &NumberType::numpy);
      if (found != number_types().end() && std::string_view("<>=|").find(code.front()) != std::string_view::npos)
        header.type = &*found;
    }
    if (header.type == nullptr)
      throw Error(fmt::format(
          "{} holds values of the type {}, which are not plain numbers; save the array as uint8 or float32.",
          file_.string(), code));
    header.swapped = code.front() == (std::endian::native == std::endian::little ? '>' : '<');
  }

  void parse_shape(Header& header) const {
    const std::string_view rest = after("shape");
    const std::size_t end = rest.find(')');
    if (rest.empty() || rest.front() != '(' || end == std::string_view::npos)
      fail();
    std::vector<std::size_t> sizes;
    const std::string_view inside = rest.substr(1, end - 1);
    for (std::size_t i = 0; i < inside.size();) {
      std::size_t size = 0;
      const auto [stop, failure] = std::from_chars(inside.data() + i, inside.data() + inside.size(), size);
      if (failure != std::errc{})
        fail();
      sizes.push_back(size);
      i = std::min(inside.find_first_not_of(", L", static_cast<std::size_t>(stop - inside.data())), inside.size());
    }
    const std::string shape(rest.substr(0, end + 1));
    if (sizes.size() != 2 && sizes.size() != 3)
      throw Error(
          fmt::format("{} has the shape {}; a movie is an array of frames x rows x columns, or of rows x columns "
                      "for one picture.",
                      file_.string(), shape));
    header.columns = sizes.back();
    header.rows = sizes[sizes.size() - 2];
    header.frames = sizes.size() == 3 ? sizes[0] : 1;
    if (header.frames == 0 || header.rows == 0 || header.columns == 0 || header.rows > 10000 || header.columns > 10000)
      throw Error(fmt::format("{} has the shape {}; a movie needs at least one frame of 1 to 10000 pixels along each "
                              "side.",
                              file_.string(), shape));
  }

  const std::filesystem::path& file_;
  std::string text_;
};

class NpyFile {
public:
  explicit NpyFile(const std::filesystem::path& file) : file_(file), in_(file, std::ios::binary) {
    char start[8];
    if (!in_.read(start, sizeof start))
      fail("it is too short or not readable");
    if (std::string_view(start, 6) != "\x93NUMPY" || start[6] < 1 || start[6] > 3)
      fail("it does not begin like one");
    unsigned char length[4]{};
    const int bytes = start[6] == 1 ? 2 : 4;
    in_.read(reinterpret_cast<char*>(length), bytes);
    const std::size_t size =
        length[0] | std::size_t{length[1]} << 8 | std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    constexpr std::size_t most = 1 << 16;
    std::string text(std::min(size, most), '\0');
    if (!in_ || size > most || !in_.read(text.data(), static_cast<std::streamsize>(text.size())))
      fail("its header is truncated or damaged");
    header_ = HeaderText(file, std::move(text)).parse();
    check_length(8 + static_cast<std::size_t>(bytes) + size);
  }

  NumberKind read(const TakeFrame& take) {
    if (header_.fortran)
      read_fortran(take);
    else
      for (std::size_t i = 0; i < header_.frames; ++i) {
        Picture frame = empty_frame();
        read_values(frame.values);
        take(std::move(frame), i, header_.frames);
      }
    return header_.type->kind;
  }

private:
  [[noreturn]] void fail(std::string_view why) const {
    throw Error(
        fmt::format("{} cannot be read as a NumPy array: {}; save it again with numpy.save.", file_.string(), why));
  }

  void check_length(std::size_t start) const {
    std::error_code failure;
    const std::uintmax_t size = std::filesystem::file_size(file_, failure);
    const std::size_t frame = header_.rows * header_.columns * header_.type->bytes;
    const std::uintmax_t held = failure || size < start ? 0 : size - start;
    if (held / frame != header_.frames || held % frame != 0)
      throw Error(fmt::format("{} holds {} bytes of values, but its header says {} frames of {}; copy it again.",
                              file_.string(), held, header_.frames, frame));
  }

  Picture empty_frame() const {
    return {static_cast<int>(header_.columns), static_cast<int>(header_.rows),
            std::vector<float>(header_.rows * header_.columns)};
  }

  void read_values(std::span<float> values) {
    bytes_.resize(values.size() * header_.type->bytes);
    if (!in_.read(bytes_.data(), static_cast<std::streamsize>(bytes_.size())))
      fail("its values are truncated");
    header_.type->read(bytes_, header_.swapped, values);
  }

  /// The first index changes fastest: frames, then rows, then columns. A piece of the file holds one pixel of all
  /// frames, so all frames are made before the first is taken.
  void read_fortran(const TakeFrame& take) {
    constexpr std::size_t most_values = std::size_t{1} << 28;
    if (header_.frames > most_values / (header_.rows * header_.columns))
      fail("Fortran-order arrays are limited to 1 GiB; save numpy.ascontiguousarray of it");
    std::vector<Picture> frames(header_.frames, empty_frame());
    std::vector<float> pixel(header_.frames);
    for (std::size_t column = 0; column < header_.columns; ++column)
      for (std::size_t row = 0; row < header_.rows; ++row) {
        read_values(pixel);
        for (std::size_t i = 0; i < header_.frames; ++i)
          frames[i].values[row * header_.columns + column] = pixel[i];
      }
    for (std::size_t i = 0; i < header_.frames; ++i)
      take(std::move(frames[i]), i, header_.frames);
  }

  const std::filesystem::path& file_;
  std::ifstream in_;
  Header header_;
  std::vector<char> bytes_;
};

} // namespace

NumberKind read_npy_frames(const std::filesystem::path& file, const TakeFrame& take) {
  return NpyFile(file).read(take);
}

} // namespace striate
