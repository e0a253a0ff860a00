// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/json_file.h"

#include "engine/core/json_text.h"

#include <fmt/format.h>

#include <fstream>

namespace striate::sonata {

namespace {

constexpr std::uintmax_t largest_json_bytes = 64u << 20;

} // namespace

nlohmann::json read_json(const std::filesystem::path& file, Problems& problems) {
  std::error_code failure;
  const bool regular = std::filesystem::is_regular_file(file, failure);
  std::ifstream in(file, std::ios::binary);
  if (!regular || !in)
    problems.fail({file}, "the file is missing or cannot be read; check the path and its permissions");
  if (std::filesystem::file_size(file, failure) > largest_json_bytes)
    problems.fail({file}, "larger than 64 MiB; this is not a configuration or model file");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_json(text, file, problems);
}

nlohmann::json parse_json(const std::string& text, const std::filesystem::path& file, Problems& problems) {
  std::string why;
  if (auto json = parse_json_text(text, why))
    return std::move(*json);
  problems.fail({file}, fmt::format("not valid JSON: {}", why));
}

} // namespace striate::sonata
