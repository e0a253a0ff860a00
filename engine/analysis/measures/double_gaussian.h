// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/rates.h"
#include "engine/core/task.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// f(theta) = C + Rp exp(-d(theta, p)^2 / 2 s^2) + Rn exp(-d(theta, p - 180)^2 / 2 s^2), d the circular distance;
/// bounds with M the largest rate: C in [-M, M], Rp and Rn in [0, 3 M], s >= 22.5 (docs/model/analysis.md#eq-5).
struct DoubleGaussian {
  double baseline = 0.0, peak_p = 0.0, peak_n = 0.0, center_deg = 0.0, width_deg = 0.0;
  double sse = 0.0;

  double value(double direction_deg) const;
  double angle_deg() const; ///< of the larger lobe, [0, 360)
  double peak() const;      ///< of the larger lobe, without the baseline
};

/// The least-squares fit to one mean rate per direction. All NaN for a neuron without spikes or with an undefined rate.
/// A grid over (p, s), where the other three follow from linear algebra, gives the starts of a bounded
/// Levenberg-Marquardt search, so the global minimum is found from any data.
class DoubleGaussianFitter {
public:
  explicit DoubleGaussianFitter(std::span<const double> direction_deg);
  DoubleGaussian fit(std::span<const double> rates) const;

private:
  std::vector<double> direction_deg_;
  std::vector<double> bases_; ///< [grid point][direction][2]: both Gaussians
  std::vector<double> grams_; ///< [grid point][5]: sums and products of the Gaussians
  std::size_t points_ = 0;
};

/// Fits every neuron on the pool's threads; task may be null.
std::vector<DoubleGaussian> fit_double_gaussians(const ConditionRates& rates, ThreadPool& pool, Task* task = nullptr);

/// Percentile interval of angle and mean of peak over resampled trials (docs/model/analysis.md#eq-20).
struct TuningBootstrap {
  double angle_deg = 0.0; ///< circular mean
  double low_deg = 0.0, high_deg = 0.0;
  double peak = 0.0;
};
TuningBootstrap bootstrap_tuning(const TrialCounts& counts, std::uint32_t neuron, int resamples, std::uint64_t seed);

} // namespace striate
