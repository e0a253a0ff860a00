// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/theme.h"

namespace striate {

/// Colours of the controls, between those of the surfaces. Text on its ground has a contrast of 4.5 or more (WCAG AA)
/// in both themes, but for controls that are disabled.
struct ControlColors {
  SurfaceColors surface;
  QColor strong;     ///< text of what is chosen
  QColor hover;      ///< ground of a control under the pointer
  QColor selected;   ///< ground of the chosen member of a row
  QColor fill;       ///< ground of the loud button and of selected rows; on_fill is its text
  QColor fill_hover; ///< the same under the pointer
  QColor on_fill;    ///<
  QColor danger_ground, danger_text, danger_fill; ///< of the record button: idle, and while it records
  QColor field;                                   ///< ground of what can be typed into
  QColor field_off;                               ///< the same where nothing can be typed
  QColor field_edge;                              ///< its edge
  QColor small_field;                             ///< ground of the small choices of a view
  QColor faint;                                   ///< text of disabled controls
  QColor scroll;                                  ///< scroll bars
};
ControlColors control_colors(Theme theme);

} // namespace striate
