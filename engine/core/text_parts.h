// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// Parts of typed text and of the small languages on the command line: views into `text`, without spaces around them.
/// Parts that are empty are views into `text` as well.
std::string_view trimmed(std::string_view text);
/// Parts between separators; parts that are empty are left out.
std::vector<std::string_view> split_terms(std::string_view text, char separator);
/// All parts between separators.
std::vector<std::string_view> split_fields(std::string_view text, char separator);
/// From the begin of one part to the end of a later one, with the separators between them. Both are of one text.
std::string_view joined(std::string_view first, std::string_view last);

/// Letters a to z in small, whatever the locale; other bytes as they are.
std::string lower_case(std::string_view text);
char lower_case(char letter);
bool is_digit(char c);
/// A letter of a to z, large or small, or a digit.
bool is_word_character(char c);

/// "1 warning", "2 warnings". noun: in the singular, its plural ends in s.
std::string counted(std::uint64_t count, std::string_view noun);

} // namespace striate
