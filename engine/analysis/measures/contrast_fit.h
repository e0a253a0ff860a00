// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Which way a neuron's response goes with contrast (docs/model/analysis.md#eq-19): rate = b + a times a rising sigmoid
/// of slope 10 in contrast, a falling one, or the product of both. The fit with the lowest AIC of a negative-binomial
/// likelihood wins; its dispersion is the one of the trials, so the three are compared on equal terms.
enum class ContrastClass : std::uint8_t { high_pass, low_pass, band_pass };

struct ContrastFit {
  ContrastClass kind = ContrastClass::high_pass;
  double base = 0.0, gain = 0.0;          ///< counts per trial
  double rise = 0.0, fall = 0.0;          ///< contrasts of the half heights; NaN where the class has none
  double log_likelihood = 0.0, aic = 0.0; ///< up to a constant that all classes share

  double value(double contrast) const;
};

/// counts[i] in a trial at contrast[i]. A neuron without spikes has gain 0.
ContrastFit fit_contrast(std::span<const double> contrast, std::span<const double> counts);

const char* contrast_class_name(ContrastClass kind); ///< "high-pass"

} // namespace striate
