#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// Parts of typed text and of the small languages on the command line: views into `text`, without spaces around them.
std::string_view trimmed(std::string_view text);
/// Parts between separators; parts that are empty are left out.
std::vector<std::string_view> split_terms(std::string_view text, char separator);
/// All parts between separators.
std::vector<std::string_view> split_fields(std::string_view text, char separator);

/// "1 warning", "2 warnings". noun: in the singular, its plural ends in s.
std::string counted(std::uint64_t count, std::string_view noun);

} // namespace striate
