// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "engine/core/errors.h"

namespace striate::app {

int open_window(int, char**, const ParameterSet&, bool, const std::filesystem::path&) {
  throw Error("This build has no window (STRIATE_GUI is off); \"striate simulate\" does the same run headless.",
              Error::Kind::usage);
}

} // namespace striate::app
