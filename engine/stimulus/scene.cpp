// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/scene.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace striate {

namespace {

constexpr int highest_harmonic = 15;
constexpr double pixel_limit_cpd = 0.5;                             ///< pixels of one degree
constexpr double frame_limit_per_ms = 2.0 * std::numbers::pi * 0.5; ///< frames of 1 ms

/// The stimulus whose only grating is grating `index` of `stimulus`.
Stimulus component(const Stimulus& stimulus, std::size_t index) {
  Stimulus one = stimulus;
  if (stimulus.kind == StimulusKind::plaid && index == 1) {
    one.direction_deg += stimulus.second.direction_deg;
    one.spatial_frequency_cpd = stimulus.second.spatial_frequency_cpd;
    one.temporal_frequency_Hz = stimulus.second.temporal_frequency_Hz;
    one.contrast = stimulus.second.contrast;
  }
  if (stimulus.kind == StimulusKind::counterphase_grating) {
    // docs/model/lgn.md#eq-18: sin(r) cos(t) is half of two gratings that move against each other: sin(r - t) + sin((pi
    // - r) - t).
    one.contrast *= 0.5;
    if (index == 1) {
      one.direction_deg += 180.0;
      one.phase_deg = 180.0 - one.phase_deg;
    }
  }
  return one;
}

std::size_t components(StimulusKind kind) {
  if (!shows_gratings(kind))
    return 0;
  return kind == StimulusKind::plaid || kind == StimulusKind::counterphase_grating ? 2 : 1;
}

Scene empty_scene(const Stimulus& stimulus, std::shared_ptr<const Footage> footage, std::int64_t now) {
  Scene scene;
  scene.square_wave = stimulus.square_wave;
  scene.aperture = stimulus.aperture;
  scene.footage = std::move(footage);
  scene.footage_origin_ms = now;
  return scene;
}

/// Flash, bar and disc go on from the same time after their start; another movie begins at its begin.
bool keeps_its_time(StimulusKind kind) {
  return !shows_gratings(kind) && kind != StimulusKind::movie;
}

} // namespace

std::vector<GratingClock> sine_gratings(const Scene& scene) {
  std::vector<GratingClock> sines;
  for (const GratingClock& grating : scene.gratings) {
    if (grating.contrast == 0.0)
      continue;
    if (!scene.square_wave) {
      sines.push_back(grating);
      continue;
    }
    const double cycles = std::hypot(grating.cycles_x_per_deg, grating.cycles_y_per_deg);
    for (int k = 1; k <= highest_harmonic; k += 2) {
      if (k > 1 && (k * cycles >= pixel_limit_cpd || k * grating.omega_per_ms >= frame_limit_per_ms))
        break;
      GratingClock harmonic = grating;
      harmonic.contrast *= 4.0 / (std::numbers::pi * k);
      harmonic.cycles_x_per_deg *= k;
      harmonic.cycles_y_per_deg *= k;
      harmonic.omega_per_ms *= k;
      harmonic.phase_rad = std::remainder(k * grating.phase_rad, 2.0 * std::numbers::pi);
      sines.push_back(harmonic);
    }
  }
  return sines;
}

bool Scene::is_gray() const {
  return !footage && std::ranges::all_of(gratings, [](const GratingClock& grating) { return grating.contrast == 0.0; });
}

double Scene::luminance(double x_deg, double y_deg, double time_ms) const {
  double sum = 0.0;
  for (const GratingClock& grating : sine_gratings(*this))
    sum += grating.luminance(x_deg, y_deg, time_ms);
  if (sum != 0.0)
    sum *= aperture.mask(x_deg, y_deg);
  if (footage) {
    const std::int64_t picture =
        footage->picture_at(static_cast<std::int64_t>(std::floor(time_ms)) - footage_origin_ms);
    if (picture != Footage::gray)
      sum += footage->luminance(x_deg, y_deg, picture);
  }
  return sum;
}

Scene start_scene(const Stimulus& stimulus, std::shared_ptr<const Footage> footage, std::int64_t now) {
  Scene scene = empty_scene(stimulus, std::move(footage), now);
  for (std::size_t i = 0; i < components(stimulus.kind); ++i)
    scene.gratings.push_back(start_grating(component(stimulus, i), now));
  return scene;
}

Scene next_scene(const Scene& previous, const Stimulus& before, const Stimulus& after,
                 std::shared_ptr<const Footage> footage, std::int64_t now, bool continuous) {
  if (!continuous)
    return start_scene(after, std::move(footage), now);
  Scene scene = empty_scene(after, std::move(footage), now);
  if (scene.footage && (scene.footage == previous.footage || (before.kind == after.kind && keeps_its_time(after.kind))))
    scene.footage_origin_ms = previous.footage_origin_ms;
  // Behind gray the clock of the (first) grating runs on.
  const std::size_t wanted =
      after.kind == StimulusKind::gray ? std::min<std::size_t>(1, previous.gratings.size()) : components(after.kind);
  for (std::size_t i = 0; i < wanted; ++i) {
    const Stimulus next = component(after, i);
    if (i < previous.gratings.size())
      scene.gratings.push_back(next_grating(previous.gratings[i], component(before, i), next, now, true));
    else
      scene.gratings.push_back(start_grating(next, now));
  }
  return scene;
}

void render(const Scene& scene, double time_ms, double field_width_deg, double field_height_deg, int columns, int rows,
            std::span<float> pixels) {
  const std::vector<GratingClock> sines = sine_gratings(scene);
  const auto picture =
      scene.footage
          ? scene.footage->picture_at(static_cast<std::int64_t>(std::floor(time_ms)) - scene.footage_origin_ms)
          : Footage::gray;
  const auto x_of = [&](int c) { return (c + 0.5) * field_width_deg / columns; };
  const auto y_of = [&](int r) { return field_height_deg - (r + 0.5) * field_height_deg / rows; };
  std::fill(pixels.begin(), pixels.end(), 0.0f);
  // sin(x + y) = sin x cos y + cos x sin y: a sine per column and row instead of one per pixel.
  std::vector<float> sine(static_cast<std::size_t>(columns)), cosine(sine.size());
  for (const GratingClock& grating : sines) {
    for (int c = 0; c < columns; ++c) {
      const double angle = 2.0 * std::numbers::pi * grating.cycles_x_per_deg * x_of(c);
      sine[c] = static_cast<float>(grating.contrast * std::sin(angle));
      cosine[c] = static_cast<float>(grating.contrast * std::cos(angle));
    }
    const double elapsed = time_ms - static_cast<double>(grating.origin_ms);
    for (int r = 0; r < rows; ++r) {
      const double angle = 2.0 * std::numbers::pi * grating.cycles_y_per_deg * y_of(r) + grating.phase_rad -
                           std::remainder(grating.omega_per_ms * elapsed, 2.0 * std::numbers::pi);
      const auto row_sine = static_cast<float>(std::sin(angle)), row_cosine = static_cast<float>(std::cos(angle));
      float* row = pixels.data() + static_cast<std::ptrdiff_t>(r) * columns;
      for (int c = 0; c < columns; ++c)
        row[c] += sine[c] * row_cosine + cosine[c] * row_sine;
    }
  }
  const bool masked = !sines.empty() && scene.aperture.shape != Aperture::Shape::none;
  if (!masked && picture == Footage::gray)
    return;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      float& pixel = pixels[static_cast<std::size_t>(r) * columns + c];
      if (masked)
        pixel *= static_cast<float>(scene.aperture.mask(x_of(c), y_of(r)));
      if (picture != Footage::gray)
        pixel += static_cast<float>(scene.footage->luminance(x_of(c), y_of(r), picture));
    }
}

} // namespace striate
