// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/protocol.h"

#include <QString>

#include <cstdint>
#include <set>
#include <string>

namespace striate {

/// What the screen shows now and why: the panel's own stimulus, a row of a protocol, or gray after an end.
struct ScreenRule {
  enum class Kind { panel, protocol, protocol_ended, stimulus_ended };
  Kind kind = Kind::panel;
  std::set<std::string> keys{}; ///< parameters of the stimulus that do not act as the panel sets them
  ParameterSet acting{};        ///< with the values that act, for those keys; the panel's own after an end
  QString text{};               ///< "osi_dsi: row 3 of 80, trial 1 of 10, 12 s left"; empty for Kind::panel
};

/// panel: the parameters as the panel has them; run: those that the run was started with and has been given since.
ScreenRule screen_rule(const Protocol& protocol, std::int64_t now_ms, const ParameterSet& run,
                       const ParameterSet& panel);

} // namespace striate
