// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/footage.h"
#include "engine/stimulus/stimulus.h"

#include <memory>

namespace striate {

/// The footage of flashes, moving bars and looming discs on a field of this size in degrees; nullptr for kinds that are
/// gray, gratings or a movie. Edges are one degree (one pixel) soft.
///
/// Flash: on for on_ms, off for off_ms, over and over; off_ms = 0 is one that never ends. Bar: as long as the field,
/// perpendicular to its motion, enters at the border, passes through the centre and starts again when it has left.
/// Disc: its radius grows at constant speed and then stays.
std::shared_ptr<const Footage> make_pattern(const Stimulus& stimulus, double field_width_deg, double field_height_deg);

} // namespace striate
