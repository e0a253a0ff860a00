// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/trial_table.h"
#include "engine/session/run_settings.h"

namespace striate {

/// What a recorded run showed, by its protocol and its edits: one trial for every stretch of a drifting grating that no
/// edit of the stimulus interrupts; the gray before it is its spontaneous window. Up to end_ms. Throws Error when the
/// table of its protocol cannot be used. No trial when only gray was shown.
TrialTable trials_of(const RunSettings& settings, double end_ms);

} // namespace striate
