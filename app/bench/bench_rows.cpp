// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate::app {

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void print_row(const std::string& what, double value, const std::string& unit, double target) {
  if (target > 0.0)
    fmt::print("{:<46} {:>10.3f} {:<9} target {:<8g} ratio {:.2f}\n", what, value, unit, target, value / target);
  else
    fmt::print("{:<46} {:>10.3f} {}\n", what, value, unit);
}

} // namespace striate::app
