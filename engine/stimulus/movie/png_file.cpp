#include "engine/stimulus/movie/png_file.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cstdint>
#include <png.h>

namespace striate {

namespace {

constexpr std::uint64_t most_pixels = 64'000'000;

/// libpng's reader of whole images: it reports failures by value and frees itself.
class Reader {
public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {
    image_.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image_, file.c_str()) == 0)
      fail();
  }
  ~Reader() { png_image_free(&image_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Picture read() {
    if (std::uint64_t{image_.width} * image_.height > most_pixels)
      throw Error(fmt::format("{} has {} x {} pixels, more than the {} million that are read; make it smaller.",
                              file_.string(), image_.width, image_.height, most_pixels / 1'000'000));
    image_.format = PNG_FORMAT_GRAY;
    std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image_));
    const png_color middle{128, 128, 128};
    if (png_image_finish_read(&image_, &middle, pixels.data(), 0, nullptr) == 0)
      fail();
    return {static_cast<int>(image_.width), static_cast<int>(image_.height), {pixels.begin(), pixels.end()}};
  }

private:
  [[noreturn]] void fail() const {
    throw Error(
        fmt::format("{} cannot be read as a PNG picture: {}; save it anew as PNG.", file_.string(), image_.message));
  }

  const std::filesystem::path& file_;
  png_image image_{};
};

} // namespace

Picture read_png(const std::filesystem::path& file) {
  return Reader(file).read();
}

} // namespace striate
