// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/tables/model_tables.h"

#include <array>
#include <vector>

namespace striate {

/// Temporal parameters of one subfield (docs/model/lgn.md#the-population): peaks and delays in ms, weights in Hz per
/// unit contrast.
struct TemporalParameters {
  std::array<double, 2> peaks_ms{}, weights{}, delays_ms{};
};

/// A causal filter at 1 ms: taps[i] weighs the input i ms ago, in Hz per unit contrast and tap.
using TemporalKernel = std::vector<double>;

/// Difference of two cosine bumps on a logarithmic time axis (docs/model/lgn.md#eq-7); delays are cut to whole ms.
/// Throws Error unless 0 < peak 0 < peak 1, weight 0 > 0 and 0 <= delay 0 <= delay 1.
TemporalKernel temporal_kernel(const TemporalParameters& parameters);

/// Where a kernel turns negative between its maximum and its minimum, and its sum up to there
/// (docs/model/lgn.md#eq-10).
struct ZeroCrossing {
  int lag_ms = 0;
  double lobe_sum = 0.0;
};
ZeroCrossing zero_crossing(const TemporalKernel& kernel);

/// Both subfields of a composite unit, moved to the measured latencies of its class, and the gain of the OFF subfield
/// (that of the ON subfield is 1).
struct CompositeKernels {
  TemporalKernel dominant, non_dominant;
  double dominant_amplitude = 0.0;
};
CompositeKernels composite_kernels(const TemporalParameters& dominant, const TemporalParameters& non_dominant,
                                   const LgnClass& constants);

} // namespace striate
