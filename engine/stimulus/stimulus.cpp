// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/stimulus.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <numbers>

namespace striate {

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double degree = std::numbers::pi / 180.0;
/// Where a change of direction or spatial frequency leaves the picture in place: the centre of the visual field.
constexpr double pivot_x_deg = 60.0, pivot_y_deg = 40.0;

double wrapped(double phase_rad) {
  return std::remainder(phase_rad, two_pi);
}

bool same_carrier(const GratingClock& a, const GratingClock& b) {
  return a.cycles_x_per_deg == b.cycles_x_per_deg && a.cycles_y_per_deg == b.cycles_y_per_deg &&
         a.omega_per_ms == b.omega_per_ms;
}

/// Argument of the sine at the pivot.
double pivot_phase(const GratingClock& grating) {
  return two_pi * (grating.cycles_x_per_deg * pivot_x_deg + grating.cycles_y_per_deg * pivot_y_deg);
}

} // namespace

double GratingClock::luminance(double x_deg, double y_deg, double time_ms) const {
  if (contrast == 0.0)
    return 0.0;
  const double elapsed_ms = time_ms - static_cast<double>(origin_ms);
  // docs/model/lgn.md#eq-11
  return contrast * std::sin(two_pi * (cycles_x_per_deg * x_deg + cycles_y_per_deg * y_deg) -
                             wrapped(omega_per_ms * elapsed_ms) + phase_rad);
}

GratingClock start_grating(const Stimulus& stimulus, std::int64_t now) {
  // Whole quarter turns are exact, so that a horizontal grating has no vertical component at all.
  const double turned = std::fmod(stimulus.direction_deg, 360.0);
  const bool right_angle = std::fmod(turned, 90.0) == 0.0;
  const double cosine = right_angle ? std::round(std::cos(turned * degree)) : std::cos(turned * degree);
  const double sine = right_angle ? std::round(std::sin(turned * degree)) : std::sin(turned * degree);

  GratingClock grating;
  grating.contrast = shows_gratings(stimulus.kind) ? stimulus.contrast : 0.0;
  grating.cycles_x_per_deg = stimulus.spatial_frequency_cpd * cosine;
  grating.cycles_y_per_deg = stimulus.spatial_frequency_cpd * sine;
  if (stimulus.kind != StimulusKind::static_grating)
    grating.omega_per_ms = two_pi * stimulus.temporal_frequency_Hz / 1000.0;
  grating.phase_rad = wrapped(stimulus.phase_deg * degree);
  grating.origin_ms = now;
  return grating;
}

GratingClock next_grating(const GratingClock& previous, const Stimulus& before, const Stimulus& after, std::int64_t now,
                          bool continuous) {
  GratingClock next = start_grating(after, now);
  if (!continuous)
    return next;
  const double asked_rad = (after.phase_deg - before.phase_deg) * degree;
  if (same_carrier(previous, next)) {
    // Only contrast or phase: the clock keeps running, also behind gray.
    next.origin_ms = previous.origin_ms;
    next.phase_rad = asked_rad == 0.0 ? previous.phase_rad : wrapped(previous.phase_rad + asked_rad);
    return next;
  }
  const double elapsed_ms = static_cast<double>(now - previous.origin_ms);
  // docs/model/lgn.md#eq-21
  next.phase_rad = wrapped(previous.phase_rad + pivot_phase(previous) - pivot_phase(next) -
                           wrapped(previous.omega_per_ms * elapsed_ms) + asked_rad);
  return next;
}

bool shows_gratings(StimulusKind kind) {
  return kind == StimulusKind::drifting_grating || kind == StimulusKind::static_grating ||
         kind == StimulusKind::counterphase_grating || kind == StimulusKind::plaid;
}

std::string describe(const Stimulus& stimulus) {
  const std::string polarity = stimulus.dark ? "dark" : "light";
  const double percent = stimulus.contrast * 100.0;
  switch (stimulus.kind) {
  case StimulusKind::gray:
    return "gray";
  case StimulusKind::flash:
    return fmt::format("{} flash, {:.4g} of {:.4g} ms, {:.4g} %", polarity, stimulus.on_ms,
                       stimulus.on_ms + stimulus.off_ms, percent);
  case StimulusKind::moving_bar:
    return fmt::format("{} bar, {:.4g}°, {:.4g} °/s, {:.4g} %", polarity, stimulus.direction_deg,
                       stimulus.speed_deg_per_s, percent);
  case StimulusKind::looming_disc:
    return fmt::format("{} looming disc, {:.4g} °/s, {:.4g} %", polarity, stimulus.speed_deg_per_s, percent);
  case StimulusKind::bmtk_looming:
    return "BMTK looming disc";
  case StimulusKind::movie:
    return stimulus.movie.file.empty() ? "movie" : std::filesystem::path(stimulus.movie.file).filename().string();
  case StimulusKind::drifting_grating:
  case StimulusKind::static_grating:
  case StimulusKind::counterphase_grating:
  case StimulusKind::plaid:
    break;
  }
  const std::string speed = stimulus.kind == StimulusKind::static_grating
                                ? std::string("static")
                                : fmt::format("{:.4g} Hz", stimulus.temporal_frequency_Hz);
  const std::string grating = fmt::format("{:.4g}°, {}, {:.4g} cyc/°, {:.4g} %", stimulus.direction_deg, speed,
                                          stimulus.spatial_frequency_cpd, percent);
  if (stimulus.kind == StimulusKind::plaid)
    return fmt::format("plaid, {} + {:.4g}° {:.4g} %", grating, stimulus.direction_deg + stimulus.second.direction_deg,
                       stimulus.second.contrast * 100.0);
  return stimulus.kind == StimulusKind::counterphase_grating ? "counterphase, " + grating : grating;
}

} // namespace striate
