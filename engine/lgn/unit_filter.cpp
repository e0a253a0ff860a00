// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/unit_filter.h"

#include "engine/core/errors.h"
#include "engine/network/tables/model_tables.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

constexpr double sizes_per_sigma = 3.0; // a unit's size is three standard deviations

TemporalParameters parameters_of(std::uint32_t unit, const std::array<std::vector<float>, 2>& peaks,
                                 const std::array<std::vector<float>, 2>& weights,
                                 const std::array<std::vector<float>, 2>& delays) {
  return {{peaks[0][unit], peaks[1][unit]}, {weights[0][unit], weights[1][unit]}, {delays[0][unit], delays[1][unit]}};
}

} // namespace

const LgnClass& lgn_class_of(const LgnUnits& units, std::uint32_t unit) {
  const auto& classes = model_tables().lgn_classes;
  if (units.unit_class[unit] >= classes.size())
    throw Error(fmt::format("LGN unit {} belongs to class {}, but there are only {} classes; check the LGN node types.",
                            unit, units.unit_class[unit], classes.size()));
  return classes[units.unit_class[unit]];
}

std::vector<LgnSubfield> subfields_of(const LgnUnits& units, std::uint32_t unit) {
  const double sigma = units.size_deg[unit] / sizes_per_sigma;
  std::vector<LgnSubfield> fields{{units.x_deg[unit], units.y_deg[unit], sigma}};
  if (!lgn_class_of(units, unit).composite)
    return fields;
  const double angle = units.axis_deg[unit] * std::numbers::pi / 180.0;
  const double separation = units.separation_deg[unit];
  fields.push_back(
      {units.x_deg[unit] + separation * std::cos(angle), units.y_deg[unit] + separation * std::sin(angle), sigma});
  return fields;
}

CompositeKernels kernels_of(const LgnUnits& units, std::uint32_t unit) {
  const LgnClass& constants = lgn_class_of(units, unit);
  const TemporalParameters dominant = parameters_of(unit, units.peak_dom_ms, units.weight_dom, units.delay_dom_ms);
  if (!constants.composite)
    return {temporal_kernel(dominant), {}, constants.amplitude};
  return composite_kernels(dominant, parameters_of(unit, units.peak_non_ms, units.weight_non, units.delay_non_ms),
                           constants);
}

} // namespace striate
