// SPDX-License-Identifier: Apache-2.0
#include "engine/core/json_text.h"

#include "engine/core/errors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <vector>

namespace striate {

namespace {

using nlohmann::json;

constexpr std::size_t largest_bytes = std::size_t{64} << 20;
constexpr std::size_t deepest = 64;

/// Goes through the text before anything is built from it; stops at the first thing that is wrong.
class JsonCheck : public nlohmann::json_sax<json> {
public:
  std::string why;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return enter(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool key(string_t& name) override {
    if (keys_.back().insert(name).second)
      return true;
    why = fmt::format("the key \"{}\" appears twice in one object; remove one of them", name);
    return false;
  }
  bool parse_error(std::size_t byte, const std::string&, const json::exception& failure) override {
    const bool number = dynamic_cast<const json::out_of_range*>(&failure) != nullptr;
    why = number ? fmt::format("a number at byte {} is too large", byte) : fmt::format("invalid JSON at byte {}", byte);
    return false;
  }

private:
  bool enter() {
    keys_.emplace_back();
    if (keys_.size() <= deepest)
      return true;
    why = fmt::format("it is nested deeper than {} levels", deepest);
    return false;
  }
  bool leave() {
    keys_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> keys_; ///< of the objects around the place that is read
};

} // namespace

std::optional<json> parse_json_text(std::string_view text, std::string& why) {
  if (text.size() > largest_bytes) {
    why = fmt::format("it is larger than {} MiB", largest_bytes >> 20);
    return std::nullopt;
  }
  JsonCheck check;
  if (!json::sax_parse(text.begin(), text.end(), &check)) {
    why = check.why;
    return std::nullopt;
  }
  return json::parse(text.begin(), text.end());
}

json json_from_text(std::string_view text, const std::string& name, std::string_view what) {
  std::string why;
  if (auto parsed = parse_json_text(text, why))
    return std::move(*parsed);
  throw Error(fmt::format("{} is not {}: {}; restore it from a copy.", name, what, why));
}

json json_from_file(const std::filesystem::path& file, std::string_view what) {
  std::error_code failure;
  std::ifstream in;
  if (!std::filesystem::is_directory(file, failure))
    in.open(file, std::ios::binary);
  if (!in.is_open())
    throw Error(fmt::format("{} cannot be read as {}; check that it exists and is readable.", file.string(), what));
  std::string text;
  std::vector<char> piece(std::size_t{1} << 16);
  while (text.size() <= largest_bytes && in.read(piece.data(), static_cast<std::streamsize>(piece.size())).gcount() > 0)
    text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  if (in.bad())
    throw Error(fmt::format("{} cannot be read beyond byte {}.", file.string(), text.size()));
  return json_from_text(text, file.string(), what);
}

} // namespace striate
