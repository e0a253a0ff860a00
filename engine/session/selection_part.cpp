// SPDX-License-Identifier: Apache-2.0
#include "engine/session/selection_part.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

Selection parse_selection_part(std::string_view text, const std::string& where) {
  try {
    return Selection::parse(text);
  } catch (const Error& failure) {
    throw Error(fmt::format("{} {}", failure.what(), where), failure.kind());
  }
}

} // namespace striate
