// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/grating_schedule.h"
#include "engine/lgn/receptive_fields.h"
#include "engine/stimulus/scene.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace striate {

/// What every line sees of the gratings of a scene. Remembers the newest ones, which may come back. Value type.
class GratingSums {
public:
  explicit GratingSums(std::size_t padded_lines) : lines_(padded_lines) {}

  /// The sum of a scene's gratings, one per temporal frequency.
  std::vector<LineGrating> of(const ReceptiveFields& fields, const Scene& scene);

private:
  static constexpr std::size_t most = 16;
  struct Key {
    double cycles_x, cycles_y;
    Aperture aperture;
    bool operator==(const Key&) const = default;
  };

  /// H of every line for a grating behind an aperture.
  const LineComplex& response(const ReceptiveFields& fields, const GratingClock& grating, const Aperture& aperture);

  std::size_t lines_;
  std::size_t oldest_ = 0;
  std::vector<std::pair<Key, LineComplex>> responses_;
};

} // namespace striate
