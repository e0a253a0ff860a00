// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/network/network.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace striate {

/// A run whose inputs another simulator is to repeat with the network that is written.
struct SonataInputs {
  std::filesystem::path lgn_spikes, background_spikes; ///< SONATA spike files; empty: none
  double duration_ms = 0.0, dt_ms = 1.0;
};

struct SonataWriteOptions {
  bool overwrite = false;   ///< replace a network that is there already; folders with other files are never touched
  int compression = 3;      ///< gzip level 1 (fast) to 9 (small); 0: none, for programs whose HDF5 has no deflate
  bool source_index = true; ///< indices/source_to_target, which only programs that walk from the source need
  int threads = 0;          ///< 0 = as many as cores
  std::optional<SonataInputs> inputs = {}; ///< with them a simulation config is written, too
};

/// Throws Error unless the folder may be written: it is not there, empty, or holds a network and `overwrite` is set.
/// write_sonata() looks, too; a program that builds a network first asks before.
void check_sonata_place(const std::filesystem::path& folder, bool overwrite);

/// Writes a network as a SONATA folder (docs/model/files.md#sonata-networks): network/ with nodes, edges and types of
/// v1, lgn and bkg, components/ with the cell and synapse models and configs, as BMTK's PointNet and the TensorFlow
/// loader of the reference read them: config.json is the circuit for BMTK (a simulation config names it as "network"),
/// circuit_config.json the same circuit for libsonata, which knows no ${configdir}; neither has a run or inputs.
/// simulation_config.json, with options.inputs, is BMTK's for the run with these inputs. Edges are sorted by target,
/// then source. Merged LGN pairs become one row per synapse again where the weights tell the number of synapses,
/// otherwise one row per pair. Reading the folder gives the identical network. Memory beside the network: about 20
/// bytes a row of half a million rows, the same again compressed, and 16 bytes a run. The folder appears complete or
/// not at all. Throws Error (a folder that is not empty, a full disk) and TaskCancelled.
void write_sonata(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                  Task& task);

} // namespace striate
