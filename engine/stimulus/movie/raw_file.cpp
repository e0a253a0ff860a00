// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"
#include "engine/stimulus/movie/array_file.h"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <string_view>

namespace striate {

namespace {

struct Layout {
  int columns = 0, rows = 0;
  const NumberType* type = nullptr;
};

Layout parse_layout(const std::string& text) {
  Layout layout;
  const std::string_view words = trimmed(text);
  const std::size_t x = words.find('x'), space = words.find(' ');
  if (x != std::string_view::npos && space != std::string_view::npos && x < space) {
    layout.columns = parse_whole<int>(words.substr(0, x)).value_or(0);
    layout.rows = parse_whole<int>(words.substr(x + 1, space - x - 1)).value_or(0);
    for (const NumberType& type : number_types())
      if (trimmed(words.substr(space)) == type.name)
        layout.type = &type;
  }
  if (layout.type == nullptr || layout.columns < 1 || layout.rows < 1 || layout.columns > 10000 || layout.rows > 10000)
    throw Error(fmt::format("Invalid movie layout \"{}\"; write COLUMNSxROWS TYPE with the type bool, uint8, uint16, "
                            "int16, int32, float32 or float64, for example \"120x80 float32\".",
                            text),
                Error::Kind::usage);
  return layout;
}

} // namespace

NumberKind read_raw_frames(const std::filesystem::path& file, const std::string& text, const TakeFrame& take) {
  const Layout layout = parse_layout(text);
  const std::size_t pixels = static_cast<std::size_t>(layout.columns) * layout.rows;
  std::vector<char> bytes(pixels * layout.type->bytes);
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(file, failure);
  std::ifstream in(file, std::ios::binary);
  if (failure || !in)
    throw Error(fmt::format("The movie {} cannot be read; check that it is a readable file.", file.string()));
  if (size == 0 || size % bytes.size() != 0)
    throw Error(fmt::format("The movie {} has {} bytes, not a whole number of frames of {} bytes ({}); check its "
                            "layout, or whether it is complete.",
                            file.string(), size, bytes.size(), text));
  const std::size_t count = size / bytes.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
      throw Error(fmt::format("The movie {} ends in frame {}; copy it again.", file.string(), i));
    Picture frame{layout.columns, layout.rows, std::vector<float>(pixels)};
    layout.type->read(bytes, std::endian::native == std::endian::big, frame.values);
    take(std::move(frame), i, count);
  }
  return layout.type->kind;
}

} // namespace striate
