// SPDX-License-Identifier: Apache-2.0
#include "engine/core/random.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/patterns.h"
#include "lgn_support.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

/// A movie of noise in which every third picture moves to another place only.
std::shared_ptr<const Movie> noise_movie(std::uint64_t seed, double frame_rate_Hz) {
  RandomSequence random(seed, Stream::stimulus, 0);
  std::vector<float> values(std::size_t{120} * 80 * 20);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = i % 7 < 3 ? static_cast<float>(2.0 * random.uniform() - 1.0) : 0.0f;
  return std::make_shared<Movie>(120, 80, values, frame_rate_Hz, false);
}

Stimulus random_stimulus(RandomSequence& random) {
  Stimulus stimulus;
  stimulus.kind = static_cast<StimulusKind>(static_cast<int>(random.uniform() * 9));
  stimulus.direction_deg = 360.0 * random.uniform();
  stimulus.spatial_frequency_cpd = 0.2 * random.uniform();
  stimulus.temporal_frequency_Hz = 10.0 * random.uniform();
  stimulus.second = {90.0, 0.1 * random.uniform(), random.uniform() < 0.5 ? stimulus.temporal_frequency_Hz : 3.0, 0.3};
  stimulus.square_wave = random.uniform() < 0.3;
  stimulus.aperture.shape = static_cast<Aperture::Shape>(static_cast<int>(random.uniform() * 4));
  stimulus.aperture.x_deg = 120.0 * random.uniform();
  stimulus.aperture.y_deg = 80.0 * random.uniform();
  stimulus.aperture.size_deg = 5.0 + 60.0 * random.uniform();
  stimulus.dark = random.uniform() < 0.5;
  stimulus.on_ms = 40.0;
  stimulus.off_ms = 30.0;
  stimulus.speed_deg_per_s = 100.0;
  return stimulus;
}

/// All kinds of stimuli, one after the other without a pause, each from its start.
std::vector<Scene> restless_scenes(std::uint64_t seed, int frames, int mean_ms) {
  RandomSequence random(seed, Stream::stimulus, 1);
  std::vector<Scene> movie;
  while (std::ssize(movie) < frames) {
    const auto now = std::ssize(movie);
    Scene scene;
    if (random.uniform() < 0.2) {
      scene.footage = noise_movie(seed, random.uniform() < 0.5 ? 1000.0 : 60.0);
      scene.footage_origin_ms = now;
    } else {
      const Stimulus stimulus = random_stimulus(random);
      scene = start_scene(stimulus, make_pattern(stimulus, 120.0, 80.0), now);
    }
    movie.resize(movie.size() + 1 + static_cast<std::size_t>(2.0 * mean_ms * random.uniform()), scene);
  }
  movie.resize(static_cast<std::size_t>(frames));
  return movie;
}

} // namespace

TEST_CASE("any sequence of stimuli equals filtering its pixels") {
  const auto units = golden_units();
  std::uint64_t seed = 1;
  for (const auto geometry : {LgnGeometry::tf, LgnGeometry::bmtk})
    for (const int mean_ms : {150, 25}) {
      Lgn lgn(*units, geometry);
      CAPTURE(mean_ms);
      CHECK(worst_error(*units, lgn, geometry, restless_scenes(seed++, 1100, mean_ms)) < 2e-4);
    }
}

TEST_CASE("the rates do not depend on the number of threads, and a copy goes on bit for bit") {
  const auto units = golden_population();
  Lgn alone(*units);
  Lgn two = alone, three = alone;
  two.use_threads(std::make_shared<ThreadPool>(2));
  three.use_threads(std::make_shared<ThreadPool>(3));
  const auto movie = restless_scenes(9, 200, 20);
  for (std::size_t n = 0; n < movie.size(); ++n) {
    if (n == 100)
      two = Lgn(three);
    for (Lgn* lgn : {&alone, &two, &three}) {
      lgn->show(movie[n]);
      lgn->step();
    }
    REQUIRE(std::ranges::equal(alone.rates_Hz(), two.rates_Hz()));
    REQUIRE(std::ranges::equal(alone.rates_Hz(), three.rates_Hz()));
  }
}

TEST_CASE("after any stimulus gray gives exactly the gray rates again") {
  const auto units = golden_units();
  Lgn lgn(*units);
  const std::vector<float> gray(lgn.rates_Hz().begin(), lgn.rates_Hz().end());
  for (const Scene& scene : restless_scenes(4, 400, 30)) {
    lgn.show(scene);
    lgn.step();
  }
  CHECK_FALSE(std::ranges::equal(lgn.rates_Hz(), gray));
  lgn.show({});
  for (int n = 0; n < 700; ++n)
    lgn.step();
  CHECK(std::ranges::equal(lgn.rates_Hz(), gray));
}

TEST_CASE("a full-field flash gives all units of a class with the same filter the same rate") {
  LgnUnits units = *golden_units();
  // Unit 1 gets the filter of unit 0 and keeps its place.
  units.unit_class[1] = units.unit_class[0];
  for (int i = 0; i < 2; ++i) {
    units.peak_dom_ms[i][1] = units.peak_dom_ms[i][0];
    units.weight_dom[i][1] = units.weight_dom[i][0];
    units.delay_dom_ms[i][1] = units.delay_dom_ms[i][0];
  }
  Stimulus flash;
  flash.kind = StimulusKind::flash;
  Lgn lgn(units);
  for (int n = 0; n < 600; ++n) {
    if (n == 50)
      lgn.show(start_scene(flash, make_pattern(flash, 120.0, 80.0), 50));
    const auto rates = lgn.step();
    REQUIRE(rates[0] == rates[1]);
  }
}
