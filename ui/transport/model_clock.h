// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;

namespace striate {

struct Snapshot;

/// "t 12.384 s   wall/model 0.41": where the model is in time and how long a second of it takes to compute. The ratio
/// is green below 1, amber up to 2, red above.
class ModelClock : public QWidget {
  Q_OBJECT
public:
  explicit ModelClock(QWidget* parent);
  void show_snapshot(const Snapshot& snapshot);
  void set_theme(Theme theme);
  /// Where there is no room the time stands alone.
  void show_ratio_beside(bool visible);
  int width_with(bool ratio) const; ///< px

private:
  void show_ratio(double ratio);

  QLabel* time_;
  QLabel* caption_;
  QLabel* ratio_;
  Theme theme_ = Theme::dark;
  double last_ratio_;
};

} // namespace striate
