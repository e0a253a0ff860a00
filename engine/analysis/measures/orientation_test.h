// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/trial_counts.h"
#include "engine/core/thread_pool.h"

#include <cstdint>
#include <vector>

namespace striate {

/// Is a neuron tuned to orientation? Hotelling's T2 on the trials' doubled-angle vectors (docs/model/analysis.md#eq-4).
enum class HotellingForm : std::uint8_t {
  standard, ///< tests the mean vector against zero
  reference ///< the reference program's: the mean of the two components is taken off first, which tests x = y
};

struct OrientationTest {
  std::vector<double> T2, p; ///< per neuron
};

/// Uses the trials that are present in every condition; fewer than three make everything NaN.
OrientationTest orientation_test(const TrialCounts& counts, HotellingForm form, ThreadPool& pool);

} // namespace striate
