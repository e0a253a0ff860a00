#pragma once
#include "engine/analysis/study/protocol.h"
#include "engine/session/run_settings.h"

namespace striate {

/// What a recorded run showed: one trial for every stretch of a drifting grating that no edit of the stimulus
/// interrupts; the gray before it is its spontaneous window. Up to end_ms. No trial when only gray was shown.
Protocol protocol_of(const RunSettings& settings, double end_ms);

} // namespace striate
