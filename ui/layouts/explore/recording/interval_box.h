// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/number_box.h"

namespace striate {

/// How often a probe takes a value: whole ms by keys and wheel, any part of a ms when it is typed ("0.25", "0,25").
class IntervalBox : public NumberBox {
public:
  explicit IntervalBox(QWidget* parent = nullptr);

  double interval_ms() const { return value(); }
  void set_interval(double ms) { setValue(ms); }

  void stepBy(int steps) override;

protected:
  QString textFromValue(double value) const override;
};

} // namespace striate
