// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QWidget>

class QDoubleSpinBox;
class QToolButton;

namespace striate {

class ClassLegend;
class LiveData;
class TimeWindow;

/// Legend of the classes and the length of the time window: presets and any value from 0.5 to 10 s.
class RasterHeader : public QWidget {
  Q_OBJECT
public:
  RasterHeader(LiveData* live_data, TimeWindow* window, QWidget* parent = nullptr);

  void set_theme(Theme theme);
  void set_legend_visible(bool visible);

private:
  QToolButton* preset(double seconds);
  void follow_window();

  TimeWindow* window_;
  ClassLegend* legend_;
  QDoubleSpinBox* length_;
  QToolButton* presets_[3];
};

} // namespace striate
