// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/control_colors.h"

namespace striate {

namespace {

QColor mix(const QColor& a, const QColor& b, double share_of_b) {
  const auto part = [share_of_b](int x, int y) { return static_cast<int>(x + (y - x) * share_of_b); };
  return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

} // namespace

ControlColors control_colors(Theme theme) {
  const SurfaceColors c = surface_colors(theme);
  const bool dark = theme == Theme::dark;
  const QColor black(Qt::black), white(Qt::white);
  return {.surface = c,
          .strong = dark ? white : black,
          .hover = mix(c.raised, c.text, 0.10),
          .selected = mix(c.raised, c.text, 0.16),
          .fill = dark ? mix(c.accent, black, 0.14) : c.accent,
          .fill_hover = dark ? mix(c.accent, black, 0.20) : mix(c.accent, black, 0.10),
          .on_fill = white,
          .danger_ground = mix(c.panel, c.danger, dark ? 0.16 : 0.08),
          .danger_text = dark ? mix(c.danger, white, 0.20) : mix(c.danger, black, 0.10),
          .danger_fill = dark ? mix(c.danger, black, 0.22) : c.danger,
          .field = dark ? mix(c.window, black, 0.25) : white,
          .field_off = dark ? c.panel : c.raised,
          .field_edge = dark ? c.border : mix(c.border, c.quiet, 0.45),
          .small_field = dark ? c.raised : white,
          .faint = mix(c.panel, c.quiet, 0.6),
          .scroll = mix(c.raised, c.text, dark ? 0.10 : 0.18)};
}

} // namespace striate
