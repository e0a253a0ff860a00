// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QScrollBar>

#include <vector>

namespace striate {

class TimeWindow;

/// The time scroll bar below the raster: the whole kept past, the stimulus changes in it and the part that is shown.
/// Values are milliseconds of model time at the left edge of the window.
class HistoryBar : public QScrollBar {
  Q_OBJECT
public:
  explicit HistoryBar(TimeWindow* window, QWidget* parent = nullptr);

  void set_theme(Theme theme);
  void set_marks(std::vector<double> mark_ms);

protected:
  void paintEvent(QPaintEvent* event) override;
  QSize sizeHint() const override { return {200, 14}; }

private:
  void follow_window();

  TimeWindow* window_;
  Theme theme_ = Theme::dark;
  std::vector<double> mark_ms_;
};

} // namespace striate
