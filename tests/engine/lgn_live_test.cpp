// SPDX-License-Identifier: Apache-2.0
#include "engine/core/random.h"
#include "lgn_support.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

/// A user who turns every dial: at random moments, on average every `mean_gap_ms`, something changes.
std::vector<GratingClock> restless_movie(std::uint64_t seed, int frames, double mean_gap_ms) {
  RandomSequence random(seed, Stream::stimulus, 0);
  Stimulus stimulus;
  GratingClock grating;
  std::vector<GratingClock> movie;
  for (int n = 0; n < frames; ++n) {
    if (random.uniform() * mean_gap_ms < 1.0) {
      const Stimulus before = stimulus;
      switch (static_cast<int>(random.uniform() * 7)) {
      case 0:
        stimulus.direction_deg = 360.0 * random.uniform();
        break;
      case 1:
        stimulus.temporal_frequency_Hz = 15.0 * random.uniform();
        break;
      case 2:
        stimulus.spatial_frequency_cpd = 0.2 * random.uniform();
        break;
      case 3:
        stimulus.contrast = random.uniform();
        break;
      case 4:
        stimulus.phase_deg = 360.0 * random.uniform();
        break;
      case 5:
        stimulus.kind = StimulusKind::gray;
        break;
      default:
        stimulus.kind = random.uniform() < 0.5 ? StimulusKind::static_grating : StimulusKind::drifting_grating;
      }
      grating = next_grating(grating, before, stimulus, n, random.uniform() < 0.7);
    }
    movie.push_back(grating);
  }
  return movie;
}

std::vector<Scene> scenes_of(const std::vector<GratingClock>& movie) {
  return {movie.begin(), movie.end()};
}

} // namespace

TEST_CASE("the closed form equals filtering the pixels, whatever the user does") {
  const auto units = golden_units();
  std::uint64_t seed = 1;
  for (const auto geometry : {LgnGeometry::tf, LgnGeometry::bmtk})
    for (const double gap_ms : {300.0, 60.0, 20.0}) {
      Lgn lgn(*units, geometry);
      CHECK_MESSAGE(worst_error(*units, lgn, geometry, scenes_of(restless_movie(seed++, 1300, gap_ms))) < 1e-4, gap_ms);
    }
}

TEST_CASE("a storm of edits stays exact, and so does the calm after it") {
  const auto units = golden_units();
  std::vector<GratingClock> movie = restless_movie(11, 700, 1.5);
  Stimulus calm;
  calm.direction_deg = 77.0;
  const GratingClock last = start_grating(calm, 700);
  movie.resize(1500, last);
  const std::vector<GratingClock> more = restless_movie(12, 500, 2.0);
  movie.insert(movie.end(), more.begin(), more.end());
  Lgn lgn(*units);
  CHECK(worst_error(*units, lgn, LgnGeometry::tf, scenes_of(movie)) < 1e-4);
}

TEST_CASE("a storm that ends in gray ends in exactly the gray rates") {
  const auto units = golden_units();
  Lgn lgn(*units);
  const std::vector<float> gray(lgn.rates_Hz().begin(), lgn.rates_Hz().end());
  for (const GratingClock& grating : restless_movie(5, 300, 2.0)) {
    lgn.show(grating);
    lgn.step();
  }
  lgn.show({});
  for (int n = 0; n < 700; ++n)
    lgn.step();
  CHECK(std::ranges::equal(lgn.rates_Hz(), gray));
}

TEST_CASE("hours of running do not drift") {
  const auto units = golden_units();
  Lgn early(*units), late(*units);
  Stimulus stimulus;
  stimulus.temporal_frequency_Hz = 2.0;
  early.show(start_grating(stimulus, 0));
  late.show(start_grating(stimulus, -3'600'000'000)); // the clock started 1,000 hours ago, a whole number of cycles
  double worst = 0.0;
  for (int n = 0; n < 1200; ++n) {
    const auto a = early.step();
    const auto b = late.step();
    for (std::uint32_t unit = 0; unit < units->size(); ++unit)
      worst = std::max(worst, static_cast<double>(std::abs(a[unit] - b[unit])));
  }
  CHECK(worst < 1e-4);
}

TEST_CASE("changing the stimulus back within a frame leaves no trace") {
  const auto units = golden_units();
  Lgn still(*units), nervous(*units);
  const GratingClock grating = start_grating(Stimulus{}, 0);
  still.show(grating);
  nervous.show(grating);
  for (int n = 0; n < 300; ++n) {
    nervous.show({});
    nervous.show(grating);
    const auto a = still.step();
    const auto b = nervous.step();
    CHECK(std::ranges::equal(a, b));
  }
}

TEST_CASE("a copy goes on bit for bit, in calm and in a storm") {
  const auto units = golden_units();
  for (const double gap_ms : {80.0, 2.0}) {
    const auto movie = restless_movie(3, 900, gap_ms);
    Lgn lgn(*units);
    for (int n = 0; n < 450; ++n) {
      lgn.show(movie[n]);
      lgn.step();
    }
    Lgn copy = lgn;
    CHECK(copy.now() == 450);
    bool equal = true;
    for (std::size_t n = 450; n < movie.size(); ++n) {
      lgn.show(movie[n]);
      copy.show(movie[n]);
      const auto a = lgn.step();
      const auto b = copy.step();
      equal = equal && std::ranges::equal(a, b);
    }
    CHECK(equal);
  }
}
