// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <span>

namespace striate::app {

/// Makes the folder; unless overwrite, throws Error when one of the files is in it already.
void prepare_output(const std::filesystem::path& folder, std::span<const std::filesystem::path> names, bool overwrite);

} // namespace striate::app
