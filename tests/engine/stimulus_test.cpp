// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/stimulus.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>

using namespace striate;

TEST_CASE("a grating is the formula of its parameters and moves where its direction says") {
  Stimulus stimulus;
  stimulus.direction_deg = 90.0;
  stimulus.phase_deg = 30.0;
  const GratingClock grating = start_grating(stimulus, 100);
  CHECK(grating.cycles_x_per_deg == 0.0);
  CHECK(grating.cycles_y_per_deg == doctest::Approx(0.04));
  CHECK(grating.luminance(3.0, 5.0, 250.0) ==
        doctest::Approx(0.8 * std::sin(2.0 * std::numbers::pi * (0.04 * 5.0 - 2.0 * 0.150 + 30.0 / 360.0))));
  // 2 Hz at 0.04 cycles per degree: 50 degrees per second, upward.
  CHECK(grating.luminance(7.0, 10.0, 130.0) == doctest::Approx(grating.luminance(7.0, 15.0, 230.0)));
}

TEST_CASE("gray is 0 everywhere and a static grating stands still") {
  Stimulus stimulus;
  stimulus.kind = StimulusKind::gray;
  CHECK(start_grating(stimulus, 0).contrast == 0.0);
  CHECK(start_grating(stimulus, 0).luminance(12.0, 40.0, 7.0) == 0.0);
  stimulus.kind = StimulusKind::static_grating;
  const GratingClock grating = start_grating(stimulus, 0);
  CHECK(grating.omega_per_ms == 0.0);
  CHECK(grating.luminance(12.0, 40.0, 7.0) == grating.luminance(12.0, 40.0, 700.0));
}

TEST_CASE("a change does not make the picture jump at the centre of the field") {
  Stimulus before;
  before.direction_deg = 20.0;
  const GratingClock running = start_grating(before, 0);
  Stimulus after = before;
  SUBCASE("direction") {
    after.direction_deg = 110.0;
  }
  SUBCASE("spatial frequency") {
    after.spatial_frequency_cpd = 0.11;
  }
  SUBCASE("temporal frequency") {
    after.temporal_frequency_Hz = 7.0;
  }
  SUBCASE("static") {
    after.kind = StimulusKind::static_grating;
  }
  const GratingClock next = next_grating(running, before, after, 1234, true);
  CHECK(next.luminance(60.0, 40.0, 1234.0) == doctest::Approx(running.luminance(60.0, 40.0, 1234.0)));
  CHECK(next_grating(running, before, after, 1234, false) == start_grating(after, 1234));
}

TEST_CASE("a change of phase moves the picture by just that, a change of contrast not at all") {
  const Stimulus before;
  const GratingClock running = start_grating(before, 3);
  Stimulus after = before;
  after.phase_deg = 180.0;
  const GratingClock turned = next_grating(running, before, after, 777, true);
  CHECK(turned.luminance(10.0, 20.0, 800.0) == doctest::Approx(-running.luminance(10.0, 20.0, 800.0)));
  after = before;
  after.contrast = 0.4;
  const GratingClock faint = next_grating(running, before, after, 777, true);
  CHECK(faint.luminance(10.0, 20.0, 800.0) == doctest::Approx(0.5 * running.luminance(10.0, 20.0, 800.0)));
  CHECK(next_grating(running, before, before, 777, true) == running);
}

TEST_CASE("the clock runs on behind gray") {
  const Stimulus shown;
  Stimulus gray = shown;
  gray.kind = StimulusKind::gray;
  const GratingClock running = start_grating(shown, 0);
  const GratingClock hidden = next_grating(running, shown, gray, 50, true);
  CHECK(hidden.contrast == 0.0);
  CHECK(next_grating(hidden, gray, shown, 90, true) == running);
}

TEST_CASE("captions") {
  Stimulus stimulus;
  stimulus.direction_deg = 45.0;
  CHECK(describe(stimulus) == "45°, 2 Hz, 0.04 cyc/°, 80 %");
  stimulus.kind = StimulusKind::static_grating;
  CHECK(describe(stimulus) == "45°, static, 0.04 cyc/°, 80 %");
  stimulus.kind = StimulusKind::gray;
  CHECK(describe(stimulus) == "gray");
}
