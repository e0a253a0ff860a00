// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/trial_spikes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// How a population spectrum is scaled (docs/model/analysis.md#eq-10).
enum class SpectrumForm : std::uint8_t {
  per_hz,   ///< counts divided by all cells of the type, density per Hz
  reference ///< divided by the cells that fire in the trial, density per kHz
};

struct FrequencyBand {
  const char* name;
  double from_Hz, to_Hz;
};
constexpr std::array frequency_bands{FrequencyBand{"theta", 4.0, 8.0}, FrequencyBand{"alpha", 8.0, 12.0},
                                     FrequencyBand{"beta", 12.0, 30.0}, FrequencyBand{"gamma", 30.0, 80.0}};

/// Power density (docs/model/analysis.md#eq-21) of a signal sampled every ms, one-sided, per Hz: Hann (periodic)
/// segments of up to 1000 samples that overlap by half (for short signals half the signal, by a quarter), each
/// segment's mean removed, averaged.
class Welch {
public:
  explicit Welch(std::size_t samples);
  ~Welch();
  Welch(Welch&&) noexcept;
  Welch& operator=(Welch&&) noexcept;

  std::size_t bins() const { return segment_ / 2 + 1; }
  double frequency_Hz(std::size_t bin) const {
    return 1000.0 * static_cast<double>(bin) / static_cast<double>(segment_);
  }
  /// Throws Error when the signal has another length than asked for.
  std::vector<double> density(std::span<const double> signal);

private:
  struct Transform;
  std::size_t samples_, segment_, step_;
  std::vector<double> taper_;
  double taper_power_ = 0.0;
  std::unique_ptr<Transform> transform_;
};

/// Integral of the density over [from, to] by the trapezoid rule.
double band_power(std::span<const double> frequency_Hz, std::span<const double> density, double from_Hz, double to_Hz);

struct PopulationSpectrum {
  std::uint32_t cells = 0;                                             ///< of the type
  int spectra = 0;                                                     ///< trials
  std::vector<double> frequency_Hz, mean, sem;                         ///< sem = population SD / sqrt(spectra)
  std::array<std::vector<double>, frequency_bands.size()> band_powers; ///< of each trial
};

/// Spectra of the pooled spikes of one group of neurons, trial by trial.
class SpectrumAccumulator {
public:
  /// selected[neuron] != 0: belongs to the group. With the reference form the window is closed at its end.
  SpectrumAccumulator(std::vector<std::uint8_t> selected, SpikeWindow window, SpectrumForm form);
  /// In the reference form a trial in which no cell of the group fires is left out.
  void add(const TrialSpikes& spikes);
  PopulationSpectrum result() const;

private:
  std::vector<std::uint8_t> selected_;
  SpikeWindow window_;
  SpectrumForm form_;
  Welch welch_;
  PopulationSpectrum sums_; ///< mean and sem hold sums and sums of squares
};

} // namespace striate
