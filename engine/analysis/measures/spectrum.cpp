// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/spectrum.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <unsupported/Eigen/FFT>
#include <utility>

namespace striate {
namespace {

constexpr std::size_t longest_segment = 1000;

SpikeWindow closed_for(SpikeWindow window, SpectrumForm form) {
  if (form == SpectrumForm::reference && window.edges == SpikeWindow::Edges::half_open)
    window.edges = SpikeWindow::Edges::closed;
  return window;
}

/// Cells of the group with a spike anywhere in the trial.
std::uint32_t active_cells(const TrialSpikes& spikes, std::vector<std::uint8_t> selected) {
  std::uint32_t active = 0;
  for (const std::uint32_t neuron : spikes.neuron)
    if (neuron < selected.size() && selected[neuron] != 0) {
      selected[neuron] = 0;
      ++active;
    }
  return active;
}

} // namespace

struct Welch::Transform {
  Eigen::FFT<double> fft;
  std::vector<double> segment;
  std::vector<std::complex<double>> spectrum;
};

Welch::Welch(std::size_t samples)
    : samples_(samples), segment_(std::max<std::size_t>(2, std::min(longest_segment, samples / 2))),
      step_(segment_ - std::min(longest_segment / 2, samples / 4)), transform_(std::make_unique<Transform>()) {
  step_ = std::max<std::size_t>(step_, 1);
  for (std::size_t i = 0; i < segment_; ++i)
    taper_.push_back(0.5 -
                     0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(segment_)));
  taper_power_ = std::inner_product(taper_.begin(), taper_.end(), taper_.begin(), 0.0);
  transform_->fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
}

Welch::~Welch() = default;
Welch::Welch(Welch&&) noexcept = default;
Welch& Welch::operator=(Welch&&) noexcept = default;

std::vector<double> Welch::density(std::span<const double> signal) {
  if (signal.size() != samples_)
    throw Error(
        fmt::format("The signal has {} samples but the spectrum plan is for {}; give a signal of the planned length.",
                    signal.size(), samples_));
  std::vector<double> density(bins(), 0.0);
  double segments = 0.0;
  for (std::size_t from = 0; from + segment_ <= samples_; from += step_) {
    const auto piece = signal.subspan(from, segment_);
    const double middle = std::accumulate(piece.begin(), piece.end(), 0.0) / static_cast<double>(segment_);
    transform_->segment.resize(segment_);
    for (std::size_t i = 0; i < segment_; ++i)
      transform_->segment[i] = (piece[i] - middle) * taper_[i];
    transform_->fft.fwd(transform_->spectrum, transform_->segment);
    for (std::size_t f = 0; f < density.size(); ++f)
      density[f] += std::norm(transform_->spectrum[f]);
    segments += 1.0;
  }
  if (segments == 0.0)
    return density;
  for (std::size_t f = 0; f < density.size(); ++f) {
    const bool doubled = f > 0 && (segment_ % 2 != 0 || f + 1 < density.size());
    // docs/model/analysis.md#eq-21
    density[f] *= (doubled ? 2.0 : 1.0) / (segments * 1000.0 * taper_power_);
  }
  return density;
}

double band_power(std::span<const double> frequency_Hz, std::span<const double> density, double from_Hz, double to_Hz) {
  double power = 0.0;
  for (std::size_t i = 1; i < std::min(frequency_Hz.size(), density.size()); ++i)
    if (frequency_Hz[i - 1] >= from_Hz && frequency_Hz[i] <= to_Hz)
      power += 0.5 * (density[i - 1] + density[i]) * (frequency_Hz[i] - frequency_Hz[i - 1]);
  return power;
}

SpectrumAccumulator::SpectrumAccumulator(std::vector<std::uint8_t> selected, SpikeWindow window, SpectrumForm form)
    : selected_(std::move(selected)), window_(closed_for(window, form)), form_(form),
      welch_(static_cast<std::size_t>(std::max(0.0, window.to_ms - window.from_ms))) {
  sums_.cells = static_cast<std::uint32_t>(
      std::count_if(selected_.begin(), selected_.end(), [](std::uint8_t chosen) { return chosen != 0; }));
  for (std::size_t f = 0; f < welch_.bins(); ++f)
    sums_.frequency_Hz.push_back(welch_.frequency_Hz(f));
  sums_.mean.assign(welch_.bins(), 0.0);
  sums_.sem.assign(welch_.bins(), 0.0);
}

void SpectrumAccumulator::add(const TrialSpikes& spikes) {
  const double cells = form_ == SpectrumForm::reference ? active_cells(spikes, selected_) : sums_.cells;
  if (cells == 0.0)
    return;
  const std::vector<std::uint32_t> counts = pooled_counts(spikes, window_, selected_);
  std::vector<double> density = welch_.density(std::vector<double>(counts.begin(), counts.end()));
  const double scale = (form_ == SpectrumForm::reference ? 1000.0 : 1.0) / (cells * cells);
  for (std::size_t f = 0; f < density.size(); ++f) {
    density[f] *= scale;
    sums_.mean[f] += density[f];
    sums_.sem[f] += density[f] * density[f];
  }
  for (std::size_t b = 0; b < frequency_bands.size(); ++b)
    sums_.band_powers[b].push_back(
        band_power(sums_.frequency_Hz, density, frequency_bands[b].from_Hz, frequency_bands[b].to_Hz));
  ++sums_.spectra;
}

PopulationSpectrum SpectrumAccumulator::result() const {
  PopulationSpectrum result = sums_;
  const double n = sums_.spectra;
  for (std::size_t f = 0; f < result.mean.size(); ++f) {
    result.mean[f] /= n; // NaN without trials
    result.sem[f] = std::sqrt(std::max(0.0, sums_.sem[f] / n - result.mean[f] * result.mean[f])) / std::sqrt(n);
  }
  return result;
}

} // namespace striate
