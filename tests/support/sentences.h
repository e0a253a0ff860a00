// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace striate::test {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline bool contains_all(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::all_of(parts, [&](std::string_view part) { return contains(text, part); });
}

/// The sentence of the Error that `work` throws; "no error" when it throws none. Other exceptions pass.
std::string error_of(const auto& work) {
  try {
    work();
  } catch (const Error& failure) {
    return failure.what();
  }
  return "no error";
}

} // namespace striate::test
