#include "engine/network/sonata/json_file.h"

#include <fmt/format.h>

#include <fstream>

namespace striate::sonata {

namespace {

constexpr std::uintmax_t largest_bytes = 64u << 20;
constexpr int deepest = 64;

} // namespace

nlohmann::json read_json(const std::filesystem::path& file, Problems& problems) {
  std::error_code failure;
  const bool regular = std::filesystem::is_regular_file(file, failure);
  std::ifstream in(file, std::ios::binary);
  if (!regular || !in)
    problems.fail({file}, "the file is missing or cannot be read; check the path and its permissions");
  if (std::filesystem::file_size(file, failure) > largest_bytes)
    problems.fail({file}, "larger than 64 MiB; this is not a configuration or model file");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_json(text, file, problems);
}

nlohmann::json parse_json(const std::string& text, const std::filesystem::path& file, Problems& problems) {
  bool too_deep = false;
  const auto guard = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    too_deep = too_deep || depth > deepest;
    return !too_deep;
  };
  std::string wrong;
  try {
    nlohmann::json json = nlohmann::json::parse(text, guard);
    if (!too_deep)
      return json;
  } catch (const nlohmann::json::exception& failure) {
    wrong = failure.what();
  }
  if (too_deep)
    problems.fail({file}, fmt::format("nested deeper than {} levels; this is not a file of this format", deepest));
  problems.fail({file}, fmt::format("not valid JSON ({})", wrong));
}

} // namespace striate::sonata
