// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/png_file.h"

#include "engine/core/errors.h"
#include "engine/stimulus/movie/png_tone.h"

#include <fmt/format.h>

#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <png.h>

namespace striate {

namespace {

constexpr std::uint64_t most_pixels = 64'000'000;

/// What libpng's calls leave. Plain members only are touched between setjmp and longjmp; the rest is made before.
struct Decoded {
  png_uint_32 columns = 0, rows = 0;
  int bits = 0, color_type = 0;
  bool too_large = false, animated = false, transparent = false;
  int transfer = -1; ///< cICP's transfer function, -1: none
  PngTags tags;
  std::vector<png_byte> bytes; ///< red, green, blue, opacity, 16 bits each, most significant byte first
  std::vector<png_bytep> lines;
  std::string failure, warning;
};

extern "C" {
[[noreturn]] static void fail(png_structp png, png_const_charp message) {
  static_cast<Decoded*>(png_get_error_ptr(png))->failure = message;
  png_longjmp(png, 1);
}
static void warn(png_structp png, png_const_charp message) {
  static_cast<Decoded*>(png_get_error_ptr(png))->warning = message;
}
/// Chunks that libpng does not know: an animation, and a scale of brightness given by code.
static int look_at_unknown(png_structp png, png_unknown_chunkp chunk) {
  auto& decoded = *static_cast<Decoded*>(png_get_user_chunk_ptr(png));
  const std::string name(reinterpret_cast<const char*>(chunk->name), 4);
  if (name == "acTL" && chunk->size >= 4)
    decoded.animated = chunk->data[0] != 0 || chunk->data[1] != 0 || chunk->data[2] != 0 || chunk->data[3] > 1;
  if (name == "cICP" && chunk->size >= 2)
    decoded.transfer = chunk->data[1];
  return 1;
}
}

void read_tags(png_structp png, png_infop info, Decoded& decoded) {
  PngTags& tags = decoded.tags;
  int intent = 0;
  tags.srgb = png_get_sRGB(png, info, &intent) != 0;
  tags.profile = png_get_valid(png, info, PNG_INFO_iCCP) != 0;
  double gamma = 0.0;
  if (png_get_gAMA(png, info, &gamma) != 0)
    tags.gamma = gamma;
  tags.primaries = png_get_cHRM(png, info, &tags.white_x, &tags.white_y, &tags.red_x, &tags.red_y, &tags.green_x,
                                &tags.green_y, &tags.blue_x, &tags.blue_y) != 0;
  decoded.transparent =
      png_get_valid(png, info, PNG_INFO_tRNS) != 0 || (decoded.color_type & PNG_COLOR_MASK_ALPHA) != 0;
}

/// All calls that may jump; nothing with a destructor lives in it.
bool decode(png_structp png, png_infop info, std::FILE* file, Decoded& decoded) {
  if (setjmp(png_jmpbuf(png)) != 0)
    return false;
  png_init_io(png, file);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_read_user_chunk_fn(png, &decoded, look_at_unknown);
  png_read_info(png, info);
  png_get_IHDR(png, info, &decoded.columns, &decoded.rows, &decoded.bits, &decoded.color_type, nullptr, nullptr,
               nullptr);
  decoded.too_large = std::uint64_t{decoded.columns} * decoded.rows > most_pixels;
  if (decoded.too_large || decoded.animated)
    return true;
  read_tags(png, info, decoded);
  png_set_expand_16(png); // and palettes, 1 to 4 bits, transparent colours
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xFFFF, PNG_FILLER_AFTER);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const png_size_t stride = png_get_rowbytes(png, info);
  decoded.bytes.resize(stride * decoded.rows);
  decoded.lines.resize(decoded.rows);
  for (png_uint_32 row = 0; row < decoded.rows; ++row)
    decoded.lines[row] = decoded.bytes.data() + row * stride;
  png_read_image(png, decoded.lines.data());
  png_read_end(png, info);
  return true;
}

/// Owns what libpng allocates.
struct Library {
  png_structp png;
  png_infop info;

  explicit Library(Decoded& decoded)
      : png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoded, fail, warn)),
        info(png == nullptr ? nullptr : png_create_info_struct(png)) {}
  ~Library() { png_destroy_read_struct(&png, &info, nullptr); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

Decoded decode(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file)
    throw Error(fmt::format("{} cannot be read; check that it exists and is readable.", path.string()));
  Decoded decoded;
  const Library library(decoded);
  if (library.info == nullptr || !decode(library.png, library.info, file.get(), decoded))
    throw Error(fmt::format("{} cannot be read as a PNG picture: {}; save it again as PNG.", path.string(),
                            decoded.failure.empty() ? "not enough memory" : decoded.failure));
  return decoded;
}

/// What the reader should know of the picture beside its numbers.
std::string remark_on(const Decoded& decoded, const PngTone& tone, bool colored) {
  std::vector<std::string> parts;
  if (decoded.tags.profile && !decoded.tags.srgb)
    parts.emplace_back("the colour profile is ignored");
  if (tone.converts_gamma())
    parts.push_back(fmt::format("gamma {:.4g} is converted to the display gamma, 1/2.2", decoded.tags.gamma));
  if (colored)
    parts.emplace_back("colours are converted to gray by luminance");
  if (decoded.transparent)
    parts.emplace_back("transparent parts are shown as mid-gray");
  if (!decoded.warning.empty())
    parts.push_back(fmt::format("the PNG library warns: {}", decoded.warning));
  return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace

PngPicture read_png(const std::filesystem::path& file) {
  const Decoded decoded = decode(file);
  if (decoded.too_large)
    throw Error(fmt::format("{} has {} x {} pixels; the maximum is {} million. Make it smaller.", file.string(),
                            decoded.columns, decoded.rows, most_pixels / 1'000'000));
  if (decoded.animated)
    throw Error(fmt::format(
        "{} is an animated PNG, which would show only its first picture; save its pictures as files in a folder.",
        file.string()));
  constexpr int srgb_curve = 13;
  if (decoded.transfer >= 0 && decoded.transfer != srgb_curve)
    throw Error(fmt::format("{} has an unsupported transfer function (code {} of its cICP chunk); save it as sRGB.",
                            file.string(), decoded.transfer));
  const PngTone tone(decoded.tags);
  const std::size_t pixels = std::size_t{decoded.columns} * decoded.rows;
  PngPicture result{{static_cast<int>(decoded.columns), static_cast<int>(decoded.rows), {}}, {}};
  result.picture.values.reserve(pixels);
  bool colored = false;
  for (std::size_t i = 0; i < pixels; ++i) {
    const png_byte* at = decoded.bytes.data() + 8 * i;
    const auto sample = [at](int channel) { return (at[2 * channel] << 8 | at[2 * channel + 1]) / 65535.0; };
    const double red = sample(0), green = sample(1), blue = sample(2);
    colored = colored || red != green || red != blue;
    result.picture.values.push_back(tone.gray(red, green, blue, sample(3)));
  }
  result.remark = remark_on(decoded, tone, colored);
  return result;
}

} // namespace striate
