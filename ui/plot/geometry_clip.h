// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QPolygonF>
#include <QRectF>

#include <vector>

namespace striate {

/// The parts of a polyline inside a rectangle, each piece as long as it stays inside (Liang-Barsky per segment).
std::vector<QPolygonF> clip_polyline(const QPolygonF& line, const QRectF& window);

/// The part of a polygon inside a rectangle (Sutherland-Hodgman).
QPolygonF clip_polygon(const QPolygonF& polygon, const QRectF& window);

} // namespace striate
