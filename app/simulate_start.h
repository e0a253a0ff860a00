// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/commands.h"
#include "app/progress_line.h"
#include "engine/session/run_settings.h"
#include "engine/session/state_file.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate::app {

/// What `striate simulate` was asked for beside the parameters.
struct SimulateRequest {
  std::filesystem::path session;  ///< empty, or settings to start from
  std::filesystem::path state;    ///< empty, or a saved state to go on from
  std::vector<std::string> edits; ///< "1000:direction=90"
  std::filesystem::path save_state;
  std::optional<std::int64_t> save_at_ms;
  std::filesystem::path out = "results";
  bool overwrite = false, no_figures = false;
  bool json = false;
};

/// Where a run begins: at 0 ms or at the moment of a saved state.
struct SimulateStart {
  RunSettings settings;            ///< parameters at 0 ms, and the edits that are still to come
  std::optional<SavedState> state; ///< its file was read, the parameters are those of `settings`
  std::int64_t save_at_ms = -1;    ///< -1: never
  std::vector<std::string> notes;  ///< sentences for the user: what the network's config sets, and what is not used
};

/// Reads the files and looks at everything that can be wrong before a network is built. Throws Error.
SimulateStart start_of(const SimulateRequest& request, const ParameterFlags& flags);

/// Builds the network and brings the session to its first moment.
std::unique_ptr<Session> open_session(const SimulateStart& start, ProgressLine& progress);

} // namespace striate::app
