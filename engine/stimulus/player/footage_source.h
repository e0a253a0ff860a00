// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/footage.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/stimulus.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace striate {

/// Makes the footage of stimuli on one field; a movie is read once and kept. Copies share the movies. One thread.
class FootageSource {
public:
  FootageSource(double width_deg, double height_deg) : width_deg_(width_deg), height_deg_(height_deg) {}

  /// nullptr for gratings and gray. Throws Error when a movie cannot be used.
  std::shared_ptr<const Footage> of(const Stimulus& stimulus);
  /// What was done to a movie that was read, once; empty mostly.
  std::string take_notice() { return std::exchange(notice_, {}); }

private:
  struct Known {
    MovieSettings settings;
    std::shared_ptr<const Movie> movie;
  };

  std::shared_ptr<const Movie> movie_of(const MovieSettings& settings);

  double width_deg_, height_deg_;
  std::vector<Known> movies_;
  std::string notice_;
};

} // namespace striate
