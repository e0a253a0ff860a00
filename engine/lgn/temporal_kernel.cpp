// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/temporal_kernel.h"

#include "engine/core/errors.h"
#include "engine/core/simd.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

constexpr int bump_samples = 600;
constexpr double time_offset_ms = 0.3;

using Bump = std::array<double, bump_samples>;

/// ln(t + 0.3) for t = 1..600 ms; the sample t = 0 does not exist in the model.
Bump log_times() {
  Bump logs{};
  for (int i = 0; i < bump_samples; ++i)
    logs[i] = std::log(i + 1 + time_offset_ms);
  return logs;
}

/// docs/model/lgn.md#eq-6: bump = cos^2(x / 2) with x = scale * (ln(t + b) - ln(peak)) clamped to +-pi. The cosine on
/// [-pi/2, pi/2] is its Taylor series to y^22, exact to rounding, because a library call per sample would dominate the
/// start of the program.
STRIATE_SIMD void fill_bump(const double* logs, double log_peak, double scale, double* bump, int begin, int end) {
  constexpr double limit = std::numbers::pi;
  for (int i = begin; i < end; ++i) {
    const double x = scale * (logs[i] - log_peak);
    const double z = 0.25 * x * x;
    double c = -1.0 / 1124000727777607680000.0;
    c = c * z + 1.0 / 2432902008176640000.0;
    c = c * z - 1.0 / 6402373705728000.0;
    c = c * z + 1.0 / 20922789888000.0;
    c = c * z - 1.0 / 87178291200.0;
    c = c * z + 1.0 / 479001600.0;
    c = c * z - 1.0 / 3628800.0;
    c = c * z + 1.0 / 40320.0;
    c = c * z - 1.0 / 720.0;
    c = c * z + 1.0 / 24.0;
    c = c * z - 1.0 / 2.0;
    c = c * z + 1.0;
    bump[i] = x > -limit && x < limit ? c * c : 0.0;
  }
}

double norm(const double* values, std::size_t count) {
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i)
    sum += values[i] * values[i];
  return std::sqrt(sum);
}

/// One term of docs/model/lgn.md#eq-7: unit-norm bump delayed by `delay` ms and cut to `length` lags, scaled by weight
/// and added to the kernel. Cutting comes before the normalisation: that is the renormalisation of the delayed bump.
void add_bump(double peak_ms, double weight, int delay, TemporalKernel& kernel) {
  static const Bump logs = log_times();
  static const double stretch = std::log((200.0 + time_offset_ms) / (100.0 + time_offset_ms));
  const double width = std::exp(2.0 * stretch); // the bump is zero outside peak / width < t + b < peak * width
  const int begin = std::clamp(static_cast<int>(peak_ms / width - time_offset_ms) - 1, 0, bump_samples);
  const int length = static_cast<int>(kernel.size()) - delay;
  const int visible = std::clamp(length, 0, bump_samples);
  const int end = static_cast<int>(std::clamp(peak_ms * width, 0.0, static_cast<double>(visible)));
  if (begin >= end)
    return;
  Bump bump;
  fill_bump(logs.data(), std::log(peak_ms), std::numbers::pi / (2.0 * stretch), bump.data(), begin, end);
  const double scale = weight / norm(bump.data() + begin, static_cast<std::size_t>(end - begin));
  for (int i = begin; i < end; ++i)
    kernel[i + delay] += scale * bump[i];
}

/// Moves both delays so that the kernel turns negative at the measured latency.
TemporalParameters moved_to(double latency_ms, const ZeroCrossing& crossing, TemporalParameters parameters,
                            const char* subfield) {
  if (latency_ms < crossing.lag_ms)
    throw Error(
        fmt::format("The {} kernel of a composite unit turns negative at {} ms, later than the measured latency "
                    "of {} ms; give it earlier peaks or smaller delays.",
                    subfield, crossing.lag_ms, latency_ms));
  for (double& delay : parameters.delays_ms)
    delay += latency_ms - crossing.lag_ms;
  return parameters;
}

} // namespace

TemporalKernel temporal_kernel(const TemporalParameters& parameters) {
  const auto& [peaks, weights, delays] = parameters;
  if (!(peaks[0] > 0.0 && peaks[0] < peaks[1] && peaks[1] < 1e4))
    throw Error(fmt::format("The peaks of its temporal filter are {} and {} ms; they must be positive and increasing.",
                            peaks[0], peaks[1]));
  if (!(weights[0] > 0.0) || !std::isfinite(weights[1]))
    throw Error(
        fmt::format("The weights of its temporal filter are {} and {}; the first must be positive and the second "
                    "a number.",
                    weights[0], weights[1]));
  if (!(delays[0] >= 0.0 && delays[1] < 1e4) || std::trunc(delays[0]) > std::trunc(delays[1]))
    throw Error(fmt::format("The delays of its temporal filter are {} and {} ms; they must not be negative, nor the "
                            "second shorter than the first.",
                            delays[0], delays[1]));
  const int first_delay = static_cast<int>(delays[0]);
  TemporalKernel kernel(static_cast<std::size_t>(bump_samples + first_delay), 0.0);
  add_bump(peaks[0], weights[0], first_delay, kernel);
  add_bump(peaks[1], weights[1], static_cast<int>(delays[1]), kernel);
  return kernel;
}

ZeroCrossing zero_crossing(const TemporalKernel& kernel) {
  const auto end = kernel.begin() + std::min<std::ptrdiff_t>(bump_samples, std::ssize(kernel));
  const auto top = std::max_element(kernel.begin(), end);
  const auto bottom = std::min_element(kernel.begin(), end);
  for (auto tap = top; tap < bottom; ++tap)
    if (tap[0] >= 0.0 && tap[1] < 0.0) {
      ZeroCrossing crossing;
      crossing.lag_ms = static_cast<int>(tap + 1 - kernel.begin());
      for (auto before = kernel.begin(); before <= tap; ++before)
        crossing.lobe_sum += *before;
      return crossing;
    }
  throw Error("The temporal filter of a composite unit's subfield does not change from positive to negative; its "
              "second weight must be negative.");
}

CompositeKernels composite_kernels(const TemporalParameters& dominant, const TemporalParameters& non_dominant,
                                   const LgnClass& constants) {
  const ZeroCrossing off = zero_crossing(temporal_kernel(dominant));
  const ZeroCrossing on = zero_crossing(temporal_kernel(non_dominant));
  const double r_off = constants.r_off_Hz, r_on = constants.r_on_Hz;
  CompositeKernels kernels;
  kernels.dominant = temporal_kernel(moved_to(constants.latency_dom_ms, off, dominant, "OFF"));
  kernels.non_dominant = temporal_kernel(moved_to(constants.latency_non_ms, on, non_dominant, "ON"));
  // docs/model/lgn.md#eq-10
  kernels.dominant_amplitude = -constants.off_factor * (r_off / r_on) * (on.lobe_sum / off.lobe_sum) -
                               constants.gray_rate_Hz * (r_off - r_on) / (r_on * off.lobe_sum);
  return kernels;
}

} // namespace striate
