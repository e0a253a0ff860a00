// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/value_steps.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace striate {

double step_value(const Parameter& p, double value, double steps) {
  // 1e-9 steps less than anyone sees, and no 0.30000000000000004
  const double moved = std::round((value + steps * p.step) * 1e9) / 1e9;
  return p.wraps ? checked_value(p, moved) : std::clamp(moved, p.min, p.max);
}

double steps_of_key(const Parameter& p, const QKeyEvent& key, bool sideways) {
  const double coarse = p.wraps ? 15.0 : 10.0;
  const double arrow = key.modifiers() & Qt::ShiftModifier ? coarse : 1.0;
  switch (key.key()) {
  case Qt::Key_Up:
    return arrow;
  case Qt::Key_Down:
    return -arrow;
  case Qt::Key_Right:
    return sideways ? arrow : 0.0;
  case Qt::Key_Left:
    return sideways ? -arrow : 0.0;
  case Qt::Key_PageUp:
    return coarse;
  case Qt::Key_PageDown:
    return -coarse;
  default:
    return 0.0;
  }
}

} // namespace striate
