// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"

#include <chrono>
#include <string>

namespace striate::app {

/// Progress on standard error: a bar that redraws itself on a terminal, a plain line every few seconds otherwise.
class ProgressLine {
public:
  ProgressLine();
  ~ProgressLine(); ///< ends the bar's line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Cheap to call often; prints only when it is time.
  void show(const std::string& what, double fraction);
  void line(const std::string& text);

private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool bar_open_ = false;
  bool end_awaited_ = false; ///< the last line said less than 100 %
  std::string what_;
  Clock::time_point printed_{};
  Clock::time_point started_{};
};

} // namespace striate::app
