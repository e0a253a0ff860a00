// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/engine/sonata_sandbox.h"

namespace striate::test {

/// Lays the files of tests/data/practice/<name> over the network of a sandbox: what a colleague's network has another
/// way.
inline void lay_over(const SonataSandbox& sandbox, const std::string& name) {
  std::filesystem::copy(std::filesystem::path(STRIATE_TEST_DATA) / "practice" / name, sandbox.folder(),
                        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
}

} // namespace striate::test
