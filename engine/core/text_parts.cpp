#include "engine/core/text_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::vector<std::string_view> split_fields(std::string_view text, char separator) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    fields.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return fields;
}

std::vector<std::string_view> split_terms(std::string_view text, char separator) {
  auto terms = split_fields(text, separator);
  std::erase_if(terms, [](std::string_view term) { return term.empty(); });
  return terms;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

} // namespace striate
