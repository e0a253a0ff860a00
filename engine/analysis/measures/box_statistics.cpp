// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/box_statistics.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"

namespace striate {

BoxStatistics box_statistics(std::span<const double> values) {
  const std::vector<double> sorted = sorted_defined(values);
  BoxStatistics box{.n = sorted.size(),
                    .mean = striate::mean(sorted),
                    .q1 = quantile(sorted, 0.25),
                    .median = quantile(sorted, 0.5),
                    .q3 = quantile(sorted, 0.75),
                    .whisker_low = undefined,
                    .whisker_high = undefined,
                    .fliers = {}};
  const double reach = 1.5 * (box.q3 - box.q1);
  for (const double value : sorted) {
    if (value < box.q1 - reach || value > box.q3 + reach) {
      box.fliers.push_back(value);
      continue;
    }
    if (!(box.whisker_low <= value))
      box.whisker_low = value;
    box.whisker_high = value;
  }
  return box;
}

} // namespace striate
