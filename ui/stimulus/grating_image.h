#pragma once
#include "engine/stimulus/stimulus.h"

#include <QImage>

namespace striate {

/// The visual field the retina sees, in degrees; y up.
inline constexpr double field_width_deg = 120.0, field_height_deg = 80.0;

/// The grating at a model time over the whole field: 8-bit gray, black -1, white +1, row 0 at the top (y = 80°).
QImage grating_image(const GratingClock& grating, double time_ms, QSize pixels);

} // namespace striate
