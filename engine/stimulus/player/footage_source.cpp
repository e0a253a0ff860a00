// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/player/footage_source.h"

#include "engine/stimulus/patterns.h"

namespace striate {

std::shared_ptr<const Movie> FootageSource::movie_of(const MovieSettings& settings) {
  for (const Known& known : movies_)
    if (known.settings == settings)
      return known.movie;
  // Another frame rate needs no other frames.
  MovieSettings content = settings;
  for (const Known& known : movies_) {
    content.frame_rate_Hz = known.settings.frame_rate_Hz;
    content.repeats = known.settings.repeats;
    if (content == known.settings)
      return movies_
          .emplace_back(
              Known{settings, std::make_shared<Movie>(*known.movie, settings.frame_rate_Hz, settings.repeats)})
          .movie;
  }
  LoadedMovie loaded = load_movie(settings, width_deg_, height_deg_);
  notice_ = loaded.notice;
  return movies_.emplace_back(Known{settings, loaded.movie}).movie;
}

std::shared_ptr<const Footage> FootageSource::of(const Stimulus& stimulus) {
  if (stimulus.kind == StimulusKind::movie)
    return movie_of(stimulus.movie);
  return make_pattern(stimulus, width_deg_, height_deg_);
}

} // namespace striate
