// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/grating_sums.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

/// z += response * (re + j im).
STRIATE_SIMD void add_scaled(const LineComplex& response, double re, double im, LineComplex& z) {
  const std::size_t lines = z.re.size();
  const double* in_re = response.re.data();
  const double* in_im = response.im.data();
  double* out_re = z.re.data();
  double* out_im = z.im.data();
  for (std::size_t l = 0; l < lines; ++l) {
    out_re[l] += in_re[l] * re - in_im[l] * im;
    out_im[l] += in_re[l] * im + in_im[l] * re;
  }
}

} // namespace

const LineComplex& GratingSums::response(const ReceptiveFields& fields, const GratingClock& grating,
                                         const Aperture& aperture) {
  const Key key{grating.cycles_x_per_deg, grating.cycles_y_per_deg, aperture};
  for (const auto& [known, response] : responses_)
    if (known == key)
      return response;
  auto& entry = responses_.size() < most ? responses_.emplace_back(key, LineComplex(lines_)) : responses_[oldest_];
  oldest_ = responses_.size() < most ? 0 : (oldest_ + 1) % most;
  entry.first = key;
  fields.respond(key.cycles_x, key.cycles_y, aperture, entry.second);
  return entry.second;
}

std::vector<LineGrating> GratingSums::of(const ReceptiveFields& fields, const Scene& scene) {
  std::vector<LineGrating> sums;
  for (const GratingClock& sine : sine_gratings(scene)) {
    const LineComplex& seen = response(fields, sine, scene.aperture);
    auto sum = std::ranges::find(sums, sine.omega_per_ms, &LineGrating::omega_per_ms);
    if (sum == sums.end())
      sum = sums.insert(sums.end(), LineGrating{sine.omega_per_ms, LineComplex(lines_)});
    // The grating's phase on the clock that starts at frame 0.
    const double turn = std::remainder(sine.omega_per_ms * static_cast<double>(sine.origin_ms), 2.0 * std::numbers::pi);
    const double phase = sine.phase_rad + turn;
    add_scaled(seen, sine.contrast * std::cos(phase), sine.contrast * std::sin(phase), sum->z);
  }
  return sums;
}

} // namespace striate
