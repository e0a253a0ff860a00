#pragma once
#include <cstdint>
#include <string>

namespace striate {

enum class StimulusKind : std::uint8_t { gray, drifting_grating, static_grating };

/// What the retina sees, as the user sets it (spec: lgn, section 6). Angles in degrees, direction of motion counted
/// counter-clockwise with y up.
struct Stimulus {
  StimulusKind kind = StimulusKind::drifting_grating;
  double direction_deg = 0.0;
  double spatial_frequency_cpd = 0.04;
  double temporal_frequency_Hz = 2.0;
  double contrast = 0.8;
  double phase_deg = 0.0;

  bool operator==(const Stimulus&) const = default;
};

/// A grating with its clock, ready to evaluate: luminance s(X, Y, n) = contrast * sin(2 pi f (X cos + Y sin) - omega (n
/// - origin) + phase). contrast 0 is gray.
struct GratingClock {
  double contrast = 0.0;
  double cycles_x_per_deg = 0.0, cycles_y_per_deg = 0.0; ///< f cos(direction), f sin(direction)
  double omega_per_ms = 0.0;                             ///< 2 pi f_t / 1000; 0 for a static grating
  double phase_rad = 0.0;
  std::int64_t origin_ms = 0; ///< frame at which the clock reads 0

  double luminance(double x_deg, double y_deg, double time_ms) const;
  bool operator==(const GratingClock&) const = default;
};

/// The grating that follows `previous` at frame `now` when the user changes parameters while it runs.
/// continuous: the picture does not jump at the field's centre (60, 40) deg (spec 5.4), apart from what a change of the
/// user's own phase asks for; otherwise the clock restarts at `now` with the stimulus' phase.
GratingClock next_grating(const GratingClock& previous, const Stimulus& before, const Stimulus& after, std::int64_t now,
                          bool continuous);
/// The grating that starts at frame `now` with the stimulus' own phase.
GratingClock start_grating(const Stimulus& stimulus, std::int64_t now);

/// "45°, 2 Hz, 0.04 cyc/°, 80 %" or "gray": for marks and captions.
std::string describe(const Stimulus& stimulus);

} // namespace striate
