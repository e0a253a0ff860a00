// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/problems.h"
#include "engine/network/tables/model_tables.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace striate::sonata {

/// Something worth knowing of one key of a cell model.
struct CellModelNote {
  std::string key, what;
};

/// What the JSON file of a GLIF3 or GLIF1 cell model says (docs/model/files.md#cell-models).
struct CellModelFile {
  CellModel model; ///< only the membrane and after-spike parameters are set
  /// One entry per receptor.
  std::vector<double> tau_fast_ms, tau_slow_ms, amp_slow;
  std::vector<CellModelNote> notes; ///< warnings, for whoever reads several files to say once
};

/// Checks every key against those of NEST's glif_psc_double_alpha: it is obeyed, or it has no effect there either, or
/// it is refused, by name. A missing one or a value that no neuron can have (C_m <= 0, V_th <= E_L, ...) is an error
/// unless NEST's own default can be taken, which a note says. `place` names the file.
CellModelFile parse_cell_model(const nlohmann::json& json, const Place& place, Problems& problems);

} // namespace striate::sonata
