// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/angle_profile.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {

std::vector<AngleBin> angle_profile(std::span<const double> tuning_deg, std::span<const double> rate_Hz, int bins) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double angle : tuning_deg)
    if (!std::isnan(angle)) {
      low = std::min(low, angle);
      high = std::max(high, angle);
    }
  std::vector<AngleBin> profile;
  if (!(high > low) || bins < 1)
    return profile;
  std::vector<double> edge;
  for (int i = 0; i <= bins; ++i)
    edge.push_back(low + (high - low) * i / bins);
  for (int i = 0; i < bins; ++i)
    profile.push_back({edge[static_cast<std::size_t>(i)], edge[static_cast<std::size_t>(i) + 1], 0, 0.0});
  for (std::size_t i = 0; i < std::min(tuning_deg.size(), rate_Hz.size()); ++i) {
    if (std::isnan(tuning_deg[i]) || std::isnan(rate_Hz[i]) || tuning_deg[i] >= edge.back())
      continue;
    const auto bin =
        static_cast<std::size_t>(std::upper_bound(edge.begin(), edge.end(), tuning_deg[i]) - edge.begin()) - 1;
    profile[bin].mean_Hz += rate_Hz[i];
    ++profile[bin].n;
  }
  for (AngleBin& bin : profile)
    bin.mean_Hz = bin.n > 0 ? bin.mean_Hz / static_cast<double>(bin.n) : std::numeric_limits<double>::quiet_NaN();
  return profile;
}

} // namespace striate
