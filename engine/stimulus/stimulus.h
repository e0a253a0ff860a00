// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/aperture.h"

#include <cstdint>
#include <string>

namespace striate {

/// In the order of the choices of the parameter "stimulus".
enum class StimulusKind : std::uint8_t {
  drifting_grating,
  static_grating,
  gray,
  counterphase_grating,
  plaid,
  flash,
  moving_bar,
  looming_disc,
  bmtk_looming, ///< the disc of BMTK's LoomingMovie (docs/model/lgn.md#eq-25), for comparison
  movie         ///< pictures from files
};

/// One grating of a plaid.
struct GratingSettings {
  double direction_deg = 0.0;
  double spatial_frequency_cpd = 0.04;
  double temporal_frequency_Hz = 2.0;
  double contrast = 0.8;

  bool operator==(const GratingSettings&) const = default;
};

/// Pictures from files (docs/model/lgn.md#pictures-and-movies).
struct MovieSettings {
  enum class Range : std::uint8_t { automatic, zero_to_255, zero_to_one, symmetric };
  std::string file;   ///< a PNG file, a folder of PNG files, an HDF5 file, or raw numbers
  std::string layout; ///< raw: "120x80 float32"; HDF5: the data set, or empty for the only one
  double frame_rate_Hz = 30.0;
  Range range = Range::automatic;
  bool top_row_first = true;
  bool repeats = true;

  bool operator==(const MovieSettings&) const = default;
};

/// What the retina sees, as the user sets it (docs/model/lgn.md#stimuli). Angles in degrees, direction of motion
/// counted counter-clockwise with y up; places in degrees of the visual field from its lower left corner. The one
/// description that live runs, tuning and training share.
struct Stimulus {
  StimulusKind kind = StimulusKind::drifting_grating;
  double direction_deg = 0.0; ///< of gratings and of the bar
  double spatial_frequency_cpd = 0.04;
  double temporal_frequency_Hz = 2.0;
  double contrast = 0.8; ///< of all kinds but the movie
  double phase_deg = 0.0;
  bool square_wave = false;
  GratingSettings second;               ///< the plaid's other grating; its direction counts from the first
  Aperture aperture;                    ///< of gratings; its centre is also that of the bar's path and of the disc
  bool dark = true;                     ///< flash, bar and disc: darker than the gray, or lighter
  double on_ms = 250.0, off_ms = 750.0; ///< flash
  double bar_width_deg = 5.0;           ///< along its motion
  double speed_deg_per_s = 50.0;        ///< of the bar, and of the disc's edge
  double start_radius_deg = 1.0, end_radius_deg = 40.0; ///< looming disc
  MovieSettings movie;

  bool operator==(const Stimulus&) const = default;
};

/// A grating with its clock, ready to evaluate (docs/model/lgn.md#eq-11): luminance s(X, Y, n) = contrast * sin(2 pi f
/// (X cos + Y sin) - omega (n - origin) + phase). contrast 0 is gray.
struct GratingClock {
  double contrast = 0.0;
  double cycles_x_per_deg = 0.0, cycles_y_per_deg = 0.0; ///< f cos(direction), f sin(direction)
  double omega_per_ms = 0.0;                             ///< 2 pi f_t / 1000; 0 for a static grating
  double phase_rad = 0.0;
  std::int64_t origin_ms = 0; ///< frame at which the clock reads 0

  double luminance(double x_deg, double y_deg, double time_ms) const;
  bool operator==(const GratingClock&) const = default;
};

/// The (first) grating that follows `previous` at frame `now` when the user changes parameters while it runs.
/// continuous: the picture does not jump at the field's centre (60, 40) deg (docs/model/lgn.md#eq-21), apart from what
/// a change of the user's own phase asks for; otherwise the clock restarts at `now` with the stimulus' phase.
GratingClock next_grating(const GratingClock& previous, const Stimulus& before, const Stimulus& after, std::int64_t now,
                          bool continuous);
/// The grating that starts at frame `now` with the stimulus' own phase.
GratingClock start_grating(const Stimulus& stimulus, std::int64_t now);

/// Whether the kind is made of gratings (gray is not).
bool shows_gratings(StimulusKind kind);

/// "45°, 2 Hz, 0.04 cyc/°, 80 %" or "gray": for marks and captions.
std::string describe(const Stimulus& stimulus);

} // namespace striate
