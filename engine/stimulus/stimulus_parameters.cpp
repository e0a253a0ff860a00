// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/stimulus_parameters.h"

namespace striate {

Stimulus stimulus_from(const ParameterSet& parameters) {
  Stimulus stimulus;
  stimulus.kind = static_cast<StimulusKind>(parameters.integer("stimulus"));
  stimulus.direction_deg = parameters.number("direction");
  stimulus.spatial_frequency_cpd = parameters.number("spatial-frequency");
  stimulus.temporal_frequency_Hz = parameters.number("temporal-frequency");
  stimulus.contrast = parameters.number("contrast");
  stimulus.phase_deg = parameters.number("phase");
  stimulus.square_wave = parameters.is(choices::Waveform::square);
  stimulus.second = {parameters.number("plaid-angle"), parameters.number("plaid-spatial-frequency"),
                     parameters.number("plaid-temporal-frequency"), parameters.number("plaid-contrast")};
  stimulus.aperture.shape = static_cast<Aperture::Shape>(parameters.integer("aperture"));
  stimulus.aperture.x_deg = parameters.number("centre-x");
  stimulus.aperture.y_deg = parameters.number("centre-y");
  stimulus.aperture.size_deg = parameters.number("aperture-size");
  stimulus.dark = parameters.is(choices::Polarity::dark);
  stimulus.on_ms = parameters.number("flash-on");
  stimulus.off_ms = parameters.number("flash-off");
  stimulus.bar_width_deg = parameters.number("bar-width");
  stimulus.speed_deg_per_s = parameters.number("speed");
  stimulus.start_radius_deg = parameters.number("start-radius");
  stimulus.end_radius_deg = parameters.number("end-radius");
  stimulus.movie.file = parameters.text("movie");
  stimulus.movie.layout = parameters.text("movie-layout");
  stimulus.movie.frame_rate_Hz = parameters.number("frame-rate");
  stimulus.movie.range = static_cast<MovieSettings::Range>(parameters.integer("movie-range"));
  stimulus.movie.top_row_first = parameters.flag("movie-flip");
  stimulus.movie.repeats = parameters.flag("movie-repeat");
  return stimulus;
}

Protocol protocol_from(const ParameterSet& parameters) {
  if (const std::string& name = parameters.text("protocol"); !name.empty())
    return find_protocol(name);
  const std::int64_t duration_ms = parameters.integer("grating-duration");
  constexpr std::int64_t endless_ms = std::int64_t{1} << 60;
  return {"", {{parameters.integer("gray-before"), duration_ms > 0 ? duration_ms : endless_ms, {}}}};
}

} // namespace striate
