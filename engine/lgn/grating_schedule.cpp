// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/grating_schedule.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

/// change = target - z as float, z += change: the rounding of a change is made good by the next one.
STRIATE_SIMD void move_to(const double* target, double* z, float* change, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    change[l] = static_cast<float>(target[l] - z[l]);
    z[l] += static_cast<double>(change[l]);
  }
}

STRIATE_SIMD void move_to_zero(double* z, float* change, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    change[l] = static_cast<float>(-z[l]);
    z[l] += static_cast<double>(change[l]);
  }
}

} // namespace

GratingSchedule::Phasor GratingSchedule::phasor(double omega_per_ms, std::int64_t n) {
  const double angle = omega_per_ms * static_cast<double>(n);
  return {std::cos(angle), std::sin(angle)};
}

GratingSchedule::Carrier& GratingSchedule::carrier(double omega_per_ms, std::size_t padded_lines) {
  for (Carrier& known : carriers_)
    if (known.omega_per_ms == omega_per_ms)
      return known;
  Carrier& fresh = carriers_.emplace_back();
  fresh.id = next_id_++;
  fresh.omega_per_ms = omega_per_ms;
  fresh.z = LineComplex(padded_lines);
  return fresh;
}

GratingSchedule::Change& GratingSchedule::add_change(Carrier& carrier, std::int64_t now) {
  const std::size_t lines = carrier.z.re.size();
  return carrier.changes.emplace_back(Change{next_id_++, now, std::vector<float>(lines), std::vector<float>(lines)});
}

void GratingSchedule::change(std::span<const LineGrating> next, std::int64_t now) {
  for (Carrier& old : carriers_) {
    const auto same = [&](const LineGrating& grating) { return grating.omega_per_ms == old.omega_per_ms; };
    if (!old.lit || std::ranges::any_of(next, same))
      continue;
    old.lit = false;
    Change& change = add_change(old, now);
    move_to_zero(old.z.re.data(), change.re.data(), change.re.size());
    move_to_zero(old.z.im.data(), change.im.data(), change.im.size());
  }
  for (const LineGrating& grating : next) {
    Carrier& current = carrier(grating.omega_per_ms, grating.z.re.size());
    current.lit = true;
    if (current.z == grating.z)
      continue;
    Change& change = add_change(current, now);
    move_to(grating.z.re.data(), current.z.re.data(), change.re.data(), change.re.size());
    move_to(grating.z.im.data(), current.z.im.data(), change.im.data(), change.im.size());
  }
}

void GratingSchedule::forget(std::int64_t now, int last_lag) {
  for (Carrier& carrier : carriers_)
    std::erase_if(carrier.changes, [&](const Change& change) { return !grows(change, now, last_lag); });
  std::erase_if(carriers_, [](const Carrier& carrier) { return !carrier.lit && carrier.changes.empty(); });
}

} // namespace striate
