// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/scene.h"

#include <QImage>

namespace striate {

/// The visual field at one moment, y up, black -1, white +1 (more is cut off), gray where it shows nothing. field: its
/// extent in degrees.
QImage scene_image(const Scene& scene, double time_ms, QSizeF field, QSize pixels);

} // namespace striate
