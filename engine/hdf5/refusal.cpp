// SPDX-License-Identifier: Apache-2.0
#include "engine/hdf5/refusal.h"

#include <fmt/format.h>

namespace striate::hdf5 {

Refusal::Refusal(const std::filesystem::path& file, const std::string& object, const std::string& what,
                 std::optional<std::uint64_t> row)
    : Error(fmt::format("{}{}{}: {}.", object.empty() ? "" : object + " of ", file.string(),
                        row ? fmt::format(", row {}", *row) : "", what)),
      what_(what), row_(row) {}

} // namespace striate::hdf5
