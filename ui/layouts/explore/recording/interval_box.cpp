// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/interval_box.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr double shortest_ms = 0.001, longest_ms = 1e6; // the longest as parse_probes() takes it
constexpr int decimals_of_ms = 3;                       // NEST's clock counts microseconds

} // namespace

IntervalBox::IntervalBox(QWidget* parent) : NumberBox(parent) {
  setDecimals(decimals_of_ms);
  setRange(shortest_ms, longest_ms);
  setValue(1.0);
}

void IntervalBox::stepBy(int steps) {
  setValue(std::max(1.0, std::floor(value()) + steps));
}

/// Without zeros behind the point.
QString IntervalBox::textFromValue(double value) const {
  return QString::number(value, 'g', 10);
}

} // namespace striate
