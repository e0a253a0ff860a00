// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>

#include <optional>

namespace striate {

class LiveData;

/// The span of model time that the time plots show together: raster, population activity, LGN, voltage. It either
/// follows the newest data (live) or stands still over the kept past (the view is paused, the run is not). Also carries
/// the time cursor that all plots share. Knows no widget. GUI thread.
class TimeWindow : public QObject {
  Q_OBJECT
public:
  static constexpr double min_length_ms = 500.0;
  static constexpr double max_length_ms = 10'000.0;

  explicit TimeWindow(QObject* parent = nullptr) : QObject(parent) {}

  /// From now on the kept past is that of these data; the window moves with every update.
  void attach(LiveData* data);

  double from_ms() const { return from_ms_; }
  double to_ms() const { return from_ms_ + length_ms_; }
  double length_ms() const { return length_ms_; }
  bool following() const { return following_; }

  /// The kept past [first, end): what can be scrolled to.
  double first_ms() const { return first_ms_; }
  double end_ms() const { return end_ms_; }
  /// Largest from_ms(): where the window shows the newest data at its right edge.
  double live_from_ms() const;

  std::optional<double> cursor_ms() const { return cursor_ms_; }

public slots:
  /// New data: a window that follows moves along; one that stands still stays, unless its data are dropped.
  void set_extent(double first_ms, double end_ms);
  /// The right edge stays where it is. Lengths are limited to 0.5-10 s.
  void set_length(double length_ms);
  /// factor < 1 zooms in. The time `around_ms` stays in place; the right edge does while following.
  void zoom(double factor, double around_ms);
  /// Scrolling to the newest data makes the window follow again.
  void scroll_to(double from_ms);
  void scroll_by(double ms) { scroll_to(from_ms_ + ms); }
  void go_live();
  /// Stands still where it is, also at the newest data.
  void hold();
  void set_cursor(std::optional<double> ms);

signals:
  void changed(); ///< from, to, length or following
  void following_changed(bool following);
  void cursor_changed();

private:
  void place(double from_ms, double length_ms, bool following);

  double from_ms_ = 0.0;
  double length_ms_ = 3000.0;
  double first_ms_ = 0.0;
  double end_ms_ = 0.0;
  bool following_ = true;
  std::optional<double> cursor_ms_;
};

} // namespace striate
