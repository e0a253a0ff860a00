// SPDX-License-Identifier: Apache-2.0
#include "ui/live/time_window.h"

#include "ui/live/live_data.h"

#include <algorithm>

namespace striate {

void TimeWindow::attach(LiveData* data) {
  connect(data, &LiveData::updated, this, [this, data] {
    set_extent(static_cast<double>(data->spikes().first_ms()), static_cast<double>(data->spikes().end_ms()));
  });
}

double TimeWindow::live_from_ms() const {
  // A run that is shorter than the window fills it from the left.
  return std::max(end_ms_ - length_ms_, first_ms_);
}

void TimeWindow::place(double from_ms, double length_ms, bool following) {
  const bool was_following = following_;
  const bool moved = from_ms != from_ms_ || length_ms != length_ms_;
  from_ms_ = from_ms;
  length_ms_ = length_ms;
  following_ = following;
  if (following_ != was_following)
    emit following_changed(following_);
  if (moved || following_ != was_following)
    emit changed();
}

void TimeWindow::set_extent(double first_ms, double end_ms) {
  const bool restarted = end_ms < end_ms_; // a reset or another network: there is nothing left to look back at
  first_ms_ = first_ms;
  end_ms_ = end_ms;
  if (following_ || restarted)
    place(live_from_ms(), length_ms_, true);
  else
    place(std::clamp(from_ms_, first_ms_, live_from_ms()), length_ms_, false);
}

void TimeWindow::set_length(double length_ms) {
  const double right = to_ms();
  const double length = std::clamp(length_ms, min_length_ms, max_length_ms);
  const double live = std::max(end_ms_ - length, first_ms_);
  place(following_ ? live : std::clamp(right - length, first_ms_, live), length, following_);
}

void TimeWindow::zoom(double factor, double around_ms) {
  const double length = std::clamp(length_ms_ * factor, min_length_ms, max_length_ms);
  const double live = std::max(end_ms_ - length, first_ms_);
  if (following_) {
    place(live, length, true);
    return;
  }
  const double share = (around_ms - from_ms_) / length_ms_;
  place(std::clamp(around_ms - share * length, first_ms_, live), length, false);
}

void TimeWindow::scroll_to(double from_ms) {
  const double live = live_from_ms();
  // Within a millisecond of the newest data is the newest data: a scroll bar counts in whole milliseconds.
  if (from_ms >= live - 1.0)
    place(live, length_ms_, true);
  else
    place(std::max(from_ms, first_ms_), length_ms_, false);
}

void TimeWindow::go_live() {
  place(live_from_ms(), length_ms_, true);
}

void TimeWindow::hold() {
  place(from_ms_, length_ms_, false);
}

void TimeWindow::set_cursor(std::optional<double> ms) {
  if (ms == cursor_ms_)
    return;
  cursor_ms_ = ms;
  emit cursor_changed();
}

} // namespace striate
