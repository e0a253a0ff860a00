// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/footage.h"
#include "engine/stimulus/stimulus.h"

#include <memory>
#include <span>
#include <vector>

namespace striate {

/// What is on the screen, with its clocks: a sum of gratings behind an aperture, or footage, or (neither) gray.
struct Scene {
  std::vector<GratingClock> gratings; ///< of sine gratings, or the fundamentals of square waves
  bool square_wave = false;
  Aperture aperture;
  std::shared_ptr<const Footage> footage;
  std::int64_t footage_origin_ms = 0; ///< frame at which the footage begins

  Scene() = default;
  Scene(const GratingClock& grating)
      : gratings{grating} {} // NOLINT(google-explicit-constructor): one grating is a scene
  bool operator==(const Scene&) const = default;

  bool is_gray() const;
  /// What an ideal screen shows at a place (docs/model/lgn.md#stimuli): 0 gray, +1 white, -1 black. Sums of gratings
  /// may exceed 1.
  double luminance(double x_deg, double y_deg, double time_ms) const;
};

/// All sine gratings of a scene that can be seen. A square wave becomes its odd harmonics up to the 15th
/// (docs/model/lgn.md#eq-19), as far as pixels of 1 degree and frames of 1 ms can show them (below 0.5 cycles per
/// degree and 500 Hz).
std::vector<GratingClock> sine_gratings(const Scene& scene);

/// The scene of a stimulus that begins at frame `now`. The footage of kinds that need one is made by the caller
/// (FootageSource) and given here.
Scene start_scene(const Stimulus& stimulus, std::shared_ptr<const Footage> footage, std::int64_t now);
/// The scene that follows `previous` when the user changes parameters while it runs; continuous as in next_grating: the
/// clocks of gratings and of the same footage go on. A footage that has changed begins at `now`, except that a flash,
/// bar or disc goes on from the same time after its start.
Scene next_scene(const Scene& previous, const Stimulus& before, const Stimulus& after,
                 std::shared_ptr<const Footage> footage, std::int64_t now, bool continuous);

/// The frame of a scene at any resolution: pixels [row][column], row 0 at the TOP as screens have it, covering the
/// field from its lower left corner (0, 0). For previews.
void render(const Scene& scene, double time_ms, double field_width_deg, double field_height_deg, int columns, int rows,
            std::span<float> pixels);

} // namespace striate
