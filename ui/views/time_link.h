// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"

#include <Qt>

class QKeyEvent;

namespace striate {

class FigureWidget;
class TimeWindow;

/// Makes a time plot part of the linked views: the wheel zooms the shared window around the pointer, Shift + wheel and
/// dragging scroll it, the time cursor is shown everywhere. The window must outlive the plot.
void link_time(FigureWidget& plot, TimeWindow& window);
/// The shared time cursor alone, for a plot that gives wheel and drag more meanings.
void link_time_cursor(FigureWidget& plot, TimeWindow& window);
/// What a turn of the wheel over a time plot does.
void wheel_time(TimeWindow& window, double around_ms, double steps, Qt::KeyboardModifiers modifiers);
/// Factor of the window's length for so many steps of the wheel; steps > 0 zoom in.
double wheel_zoom_factor(double steps);
/// Left/Right scroll (with Shift by a whole window), Home/End oldest/newest, +/- zoom. True when the key was one of
/// them.
bool handle_time_key(const QKeyEvent& event, TimeWindow& window);
/// Prepares the time axes of a moving plot: ticks so close to the ends that their labels would widen the margin go, so
/// that the data area keeps its size from frame to frame; tick labels carry the unit, the axis needs no label.
void calm_time_axes(FigureModel& figure);

} // namespace striate
