#include "engine/recording/text_file.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <fstream>

namespace striate {

void write_text_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path beside = file;
  beside += ".new";
  std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  std::error_code failure;
  if (stream)
    std::filesystem::rename(beside, file, failure);
  if (stream && !failure)
    return;
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);
  throw Error(fmt::format("{} could not be written: check that its folder exists, may be written and has space left.",
                          file.string()));
}

} // namespace striate
