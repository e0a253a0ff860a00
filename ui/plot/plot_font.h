// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFont>

namespace striate {

/// The one font of all figures (Inter, else DejaVu Sans, else Helvetica) at a size in units of the paint device.
/// Hinting is off so that text keeps its proportions at every resolution and in vector files.
QFont plot_font(int pixel_size, bool bold);

} // namespace striate
