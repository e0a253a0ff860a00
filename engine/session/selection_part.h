// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/selection.h"

#include <string>
#include <string_view>

namespace striate {

/// The selection within a larger expression, such as a probe. Throws the usage Error of Selection::parse with `where`
/// added: a sentence about the expression and how it is written.
Selection parse_selection_part(std::string_view text, const std::string& where);

} // namespace striate
