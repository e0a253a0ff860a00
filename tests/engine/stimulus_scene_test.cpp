// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/patterns.h"
#include "engine/stimulus/scene.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>

using namespace striate;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

Stimulus of_kind(StimulusKind kind) {
  Stimulus stimulus;
  stimulus.kind = kind;
  return stimulus;
}

Scene shown(const Stimulus& stimulus, std::int64_t now = 0) {
  return start_scene(stimulus, make_pattern(stimulus, 120.0, 80.0), now);
}

} // namespace

TEST_CASE("a counterphase grating is sin(space) times cos(time)") {
  Stimulus stimulus = of_kind(StimulusKind::counterphase_grating);
  stimulus.direction_deg = 30.0;
  stimulus.phase_deg = 70.0;
  const Scene scene = shown(stimulus, 10);
  for (const double ms : {10.0, 55.0, 200.0}) {
    const double space =
        two_pi * 0.04 * (31.0 * std::cos(two_pi / 12.0) + 12.0 * std::sin(two_pi / 12.0)) + 70.0 * two_pi / 360.0;
    CHECK(scene.luminance(31.0, 12.0, ms) ==
          doctest::Approx(0.8 * std::sin(space) * std::cos(two_pi * 2.0 * (ms - 10.0) / 1000.0)));
  }
}

TEST_CASE("a plaid is the sum of its gratings") {
  Stimulus plaid = of_kind(StimulusKind::plaid);
  plaid.direction_deg = 20.0;
  plaid.second = {60.0, 0.08, 5.0, 0.3};
  Stimulus first, second;
  first.direction_deg = 20.0;
  second.direction_deg = 80.0;
  second.spatial_frequency_cpd = 0.08;
  second.temporal_frequency_Hz = 5.0;
  second.contrast = 0.3;
  CHECK(shown(plaid).luminance(7.0, 50.0, 123.0) ==
        doctest::Approx(shown(first).luminance(7.0, 50.0, 123.0) + shown(second).luminance(7.0, 50.0, 123.0)));
}

TEST_CASE("a square wave has the harmonics that pixels can show and nearly flat bars") {
  Stimulus stimulus;
  stimulus.square_wave = true;
  stimulus.contrast = 1.0;
  const auto sines = sine_gratings(shown(stimulus));
  REQUIRE(sines.size() == 6); // 0.04, 0.12 ... 0.44 cycles per degree; 0.52 is beyond the pixels
  for (std::size_t i = 0; i < sines.size(); ++i) {
    const double k = 2.0 * static_cast<double>(i) + 1.0;
    CHECK(sines[i].contrast == doctest::Approx(4.0 / (std::numbers::pi * k)));
    CHECK(sines[i].omega_per_ms == doctest::Approx(k * two_pi * 0.002));
  }
  CHECK(std::abs(shown(stimulus).luminance(6.25, 40.0, 0.0) - 1.0) < 0.2);
  CHECK(std::abs(shown(stimulus).luminance(18.75, 40.0, 0.0) + 1.0) < 0.2);
  stimulus.spatial_frequency_cpd = 0.3;
  CHECK(sine_gratings(shown(stimulus)).size() == 1);
  stimulus.spatial_frequency_cpd = 0.0;
  stimulus.temporal_frequency_Hz = 60.0;
  CHECK(sine_gratings(shown(stimulus)).size() == 4); // 60, 180, 300, 420 Hz; frames of 1 ms end at 500 Hz
}

TEST_CASE("an aperture leaves the centre as it is and the outside gray") {
  Stimulus stimulus;
  const Scene open = shown(stimulus);
  for (const auto shape : {Aperture::Shape::disc, Aperture::Shape::square, Aperture::Shape::gaussian}) {
    stimulus.aperture = {shape, 50.0, 30.0, 20.0};
    const Scene scene = shown(stimulus);
    CHECK(scene.luminance(50.0, 30.0, 40.0) == doctest::Approx(open.luminance(50.0, 30.0, 40.0)));
    CHECK(scene.luminance(60.0, 30.0, 40.0) == doctest::Approx(0.5 * open.luminance(60.0, 30.0, 40.0)));
    CHECK(std::abs(scene.luminance(85.0, 30.0, 40.0)) < 1e-3);
    const double corner = scene.luminance(58.0, 38.0, 40.0) / open.luminance(58.0, 38.0, 40.0);
    CHECK(corner == doctest::Approx(shape == Aperture::Shape::disc     ? 0.0
                                    : shape == Aperture::Shape::square ? 1.0
                                                                       : std::exp2(-4.0 * 128.0 / 400.0)));
  }
}

TEST_CASE("flashes are on for their time, over and over") {
  Stimulus stimulus = of_kind(StimulusKind::flash);
  stimulus.on_ms = 100.0;
  stimulus.off_ms = 50.0;
  const Scene scene = shown(stimulus, 10);
  for (const double ms : {10.0, 109.0, 160.0, 259.0})
    CHECK(scene.luminance(3.0, 77.0, ms) == doctest::Approx(-0.8));
  for (const double ms : {9.0, 110.0, 159.0, 260.0})
    CHECK(scene.luminance(3.0, 77.0, ms) == 0.0);
  stimulus.off_ms = 0.0;
  stimulus.dark = false;
  CHECK(shown(stimulus).luminance(3.0, 77.0, 12345.0) == doctest::Approx(0.8));
}

TEST_CASE("the bar passes the centre of its path at its speed and comes back") {
  Stimulus stimulus = of_kind(StimulusKind::moving_bar);
  stimulus.direction_deg = 90.0;
  stimulus.dark = false;
  stimulus.contrast = 1.0;
  stimulus.aperture.y_deg = 30.0;
  const Scene scene = shown(stimulus);
  // Width 5, soft by 1: it starts 3 degrees below the field, moves 50 degrees per second and needs 86 degrees a round.
  CHECK(scene.luminance(5.0, 30.0, 660.0) == doctest::Approx(1.0));
  CHECK(scene.luminance(110.0, 30.0, 660.0) == doctest::Approx(1.0));
  CHECK(scene.luminance(5.0, 36.0, 660.0) == 0.0);
  CHECK(scene.luminance(5.0, 36.0, 780.0) == doctest::Approx(1.0));
  CHECK(scene.luminance(5.0, 32.5, 660.0) == doctest::Approx(0.5));
  CHECK(scene.luminance(5.0, 30.0, 660.0 + 1720.0) == doctest::Approx(1.0));
}

TEST_CASE("the disc grows at its speed to its last radius, or shrinks") {
  Stimulus stimulus = of_kind(StimulusKind::looming_disc);
  stimulus.contrast = 1.0;
  stimulus.speed_deg_per_s = 20.0;
  stimulus.start_radius_deg = 2.0;
  stimulus.end_radius_deg = 12.0;
  const Scene grows = shown(stimulus);
  CHECK(grows.luminance(60.0, 45.0, 0.0) == 0.0);
  CHECK(grows.luminance(60.0, 45.0, 150.0) == doctest::Approx(-0.5));
  CHECK(grows.luminance(60.0, 45.0, 250.0) == doctest::Approx(-1.0));
  CHECK(grows.luminance(60.0, 53.0, 5000.0) == 0.0);
  std::swap(stimulus.start_radius_deg, stimulus.end_radius_deg);
  CHECK(shown(stimulus).luminance(60.0, 45.0, 150.0) == doctest::Approx(-1.0));
  CHECK(shown(stimulus).luminance(60.0, 45.0, 800.0) == 0.0);
}

TEST_CASE("live changes keep the clocks; another kind starts its own") {
  Stimulus plaid = of_kind(StimulusKind::plaid);
  const Scene running = shown(plaid);
  Stimulus turned = plaid;
  turned.direction_deg = 33.0;
  const Scene next = next_scene(running, plaid, turned, nullptr, 432, true);
  CHECK(next.luminance(60.0, 40.0, 432.0) == doctest::Approx(running.luminance(60.0, 40.0, 432.0)));
  CHECK(next_scene(running, plaid, turned, nullptr, 432, false) == start_scene(turned, nullptr, 432));

  Stimulus bar = of_kind(StimulusKind::moving_bar);
  const Scene moving = shown(bar);
  Stimulus faint = bar;
  faint.contrast = 0.4;
  const Scene same_place = next_scene(moving, bar, faint, make_pattern(faint, 120.0, 80.0), 700, true);
  CHECK(same_place.luminance(30.0, 40.0, 710.0) == doctest::Approx(0.5 * moving.luminance(30.0, 40.0, 710.0)));
  const Scene other = next_scene(moving, bar, plaid, nullptr, 700, true);
  CHECK(other.gratings.size() == 2);
  CHECK(other.gratings[0].origin_ms == 700);
  CHECK_FALSE(other.footage);
}

TEST_CASE("a rendered frame is the luminance at its pixels, the top row first") {
  for (int kind = 0; kind < 9; ++kind) {
    Stimulus stimulus = of_kind(static_cast<StimulusKind>(kind));
    stimulus.aperture.shape = Aperture::Shape::disc;
    stimulus.direction_deg = 65.0;
    const Scene scene = shown(stimulus);
    std::vector<float> pixels(std::size_t{30} * 20);
    render(scene, 321.0, 120.0, 80.0, 30, 20, pixels);
    for (int r = 0; r < 20; ++r)
      for (int c = 0; c < 30; ++c)
        REQUIRE(pixels[r * 30 + c] ==
                doctest::Approx(scene.luminance(4.0 * c + 2.0, 78.0 - 4.0 * r, 321.0)).epsilon(1e-4));
  }
}
