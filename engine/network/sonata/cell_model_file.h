#pragma once
#include "engine/network/model_tables.h"
#include "engine/network/sonata/problems.h"

#include <nlohmann/json.hpp>

namespace striate::sonata {

/// What the JSON file of a GLIF3 cell model says (spec: network, 5.2).
struct CellModelFile {
  CellModel model; ///< only the membrane and after-spike parameters are set
  /// One entry per receptor.
  std::vector<double> tau_fast_ms, tau_slow_ms, amp_slow;
};

/// Checks every key: a missing one or a value that no neuron can have (C_m <= 0, V_th <= E_L, ...) is an error. `place`
/// names the file.
CellModelFile parse_cell_model(const nlohmann::json& json, const Place& place, Problems& problems);

} // namespace striate::sonata
