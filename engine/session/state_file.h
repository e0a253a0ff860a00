// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/run_settings.h"
#include "engine/session/session.h"

#include <filesystem>
#include <memory>
#include <string>

namespace striate {

/// A moment of a run in a file: the state of the simulation, the settings that bring stimulus and LGN to the same
/// moment, and the digest of the network it belongs to.
struct SavedState {
  std::string name; ///< of the file, for messages
  RunSettings settings;
  SimulatorState simulator;
  std::string network_name;
  std::string network_digest;
};

/// Writes an HDF5 file (format "striate-state", version 1): whole or not at all, with checksums. Throws Error naming
/// the file.
void save_state(const std::filesystem::path& file, const Session& session);

/// Throws Error naming the file: missing, cut off, damaged, not a state, from a newer Striate.
SavedState read_state(const std::filesystem::path& file);

/// Puts the session where the saved run was; it continues bit for bit. Throws Error when the state belongs to another
/// network or to other parameters; the session is as before then.
void resume_state(const SavedState& saved, Session& session);
/// The same from a file; throws Error when that is bad, too.
void load_state(const std::filesystem::path& file, Session& session);

/// A new session that continues the saved run on `network`.
std::unique_ptr<Session> open_state(const std::filesystem::path& file, std::shared_ptr<const Network> network);

} // namespace striate
