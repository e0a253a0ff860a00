// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace striate {

/// Breaks text at spaces into lines no wider than `width`; a single word may be wider.
std::vector<std::string> wrap_text(const std::string& text, double width,
                                   const std::function<double(const std::string&)>& width_of);

} // namespace striate
