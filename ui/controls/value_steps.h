// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_table.h"

class QKeyEvent;

namespace striate {

/// Value some steps of the parameter away: stays in the range, angles go round.
double step_value(const Parameter& parameter, double value, double steps);
/// What a key asks for: arrows 1 step, with Shift or PageUp and PageDown 10 (angles 15); 0 for other keys. Left and
/// Right count only when `sideways` (an entry needs them for its text cursor).
double steps_of_key(const Parameter& parameter, const QKeyEvent& key, bool sideways);

} // namespace striate
