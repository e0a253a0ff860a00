// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/trial_spikes.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Population Fano factor against the width of the counting bin: the measure of synchrony
/// (docs/model/analysis.md#eq-9).

struct FanoWidth {
  int index = 0;        ///< b of w = 10^(-3 + 3 b / 19) s
  double seconds = 0.0; ///< w
  int ms = 1;           ///< counting bin: w rounded to whole ms
};

/// The widths below a fifth of the window: 12 for 300 ms, 17 for 1800 ms.
std::vector<FanoWidth> fano_widths(double window_ms);

/// Variance (population form) over mean of the counts in whole bins (docs/model/analysis.md#eq-9); 0 without spikes in
/// them.
double fano_factor(std::span<const std::uint32_t> spikes_per_ms, int bin_ms);

struct FanoCurve {
  std::vector<FanoWidth> widths;
  std::vector<double> mean, sd, sem; ///< over samples; population form, sem = sd / sqrt(samples used)
  int samples = 0;                   ///< that had spikes
};

/// Mean curve over samples of one trial and a random group each: as the reference, 1000 samples of normal(70, 30)
/// neurons, at least 15 (docs/model/analysis.md#eq-22). Trials are handed over one by one, in any order; which trial a
/// sample takes follows from the seed.
class FanoSampler {
public:
  struct Options {
    int samples = 1000;
    double group_mean = 70.0, group_sd = 30.0;
    int smallest_group = 15;
    std::uint64_t seed = 3000;
  };

  /// pool_neurons: indices the groups are drawn from without replacement (excitatory core neurons).
  FanoSampler(std::vector<std::uint32_t> pool_neurons, SpikeWindow window, int trials, Options options);
  /// The same groups are used whenever the same trial number is handed over.
  void add(int trial, const TrialSpikes& spikes);
  FanoCurve curve() const;

private:
  std::vector<std::uint32_t> neurons_;
  SpikeWindow window_;
  Options options_;
  std::vector<std::vector<std::uint32_t>> samples_of_trial_;
  std::vector<FanoWidth> widths_;
  std::vector<std::vector<double>> values_; ///< [width][sample]
};

} // namespace striate
