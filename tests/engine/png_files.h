// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstdio>
#include <doctest/doctest.h>
#include <functional>
#include <png.h>
#include <string>
#include <vector>

namespace striate::test {

/// How a PNG file of one value everywhere, or of given rows, is written.
struct PngKind {
  int columns = 120, rows = 80, bits = 8, color_type = PNG_COLOR_TYPE_GRAY;
  bool interlaced = false;
  /// Sets what stands before the pixels: gAMA, sRGB, PLTE, tRNS ...
  std::function<void(png_structp, png_infop)> tags;
};

/// Writes rows of bytes as they stand in the file (16 bits: most significant byte first). All rows are `row`.
inline void write_png(const std::string& file, const PngKind& kind, std::vector<std::uint8_t> row) {
  std::FILE* out = std::fopen(file.c_str(), "wb");
  REQUIRE(out != nullptr);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_init_io(png, out);
  png_set_IHDR(png, info, static_cast<png_uint_32>(kind.columns), static_cast<png_uint_32>(kind.rows), kind.bits,
               kind.color_type, kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (kind.tags)
    kind.tags(png, info);
  png_write_info(png, info);
  std::vector<png_bytep> lines(static_cast<std::size_t>(kind.rows), row.data());
  png_write_image(png, lines.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  std::fclose(out);
}

/// A row of one pixel's bytes again and again; packed: pixels of less than a byte, a whole byte of them.
inline std::vector<std::uint8_t> row_of(std::size_t times, const std::vector<std::uint8_t>& bytes) {
  std::vector<std::uint8_t> row;
  for (std::size_t i = 0; i < times; ++i)
    row.insert(row.end(), bytes.begin(), bytes.end());
  return row;
}

} // namespace striate::test
