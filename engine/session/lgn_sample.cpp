// SPDX-License-Identifier: Apache-2.0
#include "engine/session/lgn_sample.h"

#include "engine/lgn/unit_filter.h"
#include "engine/network/lgn_filters.h"

#include <cmath>
#include <optional>
#include <string_view>

namespace striate {

namespace {

std::optional<std::uint32_t> nearest_to_centre(const LgnUnits& units, std::string_view prefix) {
  std::optional<std::uint32_t> nearest;
  double smallest = 0.0;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    // Composite classes begin with the same letters ("sONsOFF") and are not meant.
    const LgnClass& unit_class = model_tables().lgn_classes[units.unit_class[unit]];
    if (unit_class.composite || !unit_class.name.starts_with(prefix))
      continue;
    const double distance =
        std::hypot(units.x_deg[unit] - 0.5 * units.field_width_deg, units.y_deg[unit] - 0.5 * units.field_height_deg);
    if (!nearest || distance < smallest) {
      nearest = unit;
      smallest = distance;
    }
  }
  return nearest;
}

} // namespace

std::vector<std::uint32_t> default_lgn_sample(const LgnUnits& units) {
  std::vector<std::uint32_t> chosen;
  if (!has_filters(units)) // whose rates mean nothing
    return chosen;
  for (const std::string_view prefix : {"sON", "sOFF", "tOFF"})
    if (const auto unit = nearest_to_centre(units, prefix))
      chosen.push_back(*unit);
  return chosen;
}

void append_lgn_sample(LgnTrace& trace, std::vector<double>& luminance, const Snapshot::LgnSample& sample,
                       std::int64_t first_ms) {
  for (std::size_t i = 0; i < sample.rate_Hz.size(); ++i) {
    trace.time_ms.push_back(static_cast<double>(first_ms) + static_cast<double>(i));
    trace.rate_Hz.push_back(sample.rate_Hz[i]);
    luminance.push_back(sample.luminance[i]);
  }
  for (const std::int64_t ms : sample.spike_ms)
    trace.spike_ms.push_back(static_cast<double>(ms));
}

std::vector<LgnSubfieldFilter> lgn_subfield_filters(const LgnUnits& units, std::uint32_t unit) {
  CompositeKernels kernels = kernels_of(units, unit);
  for (double& tap : kernels.dominant)
    tap *= kernels.dominant_amplitude;
  std::vector<LgnSubfieldFilter> filters;
  for (const LgnSubfield& field : subfields_of(units, unit)) {
    TemporalKernel& kernel = filters.empty() ? kernels.dominant : kernels.non_dominant;
    filters.push_back({field.x_deg, field.y_deg, field.sigma_deg, std::move(kernel)});
  }
  return filters;
}

double lgn_spontaneous_Hz(const LgnUnits& units, std::uint32_t unit) {
  return lgn_class_of(units, unit).spontaneous_per_subfield_Hz * static_cast<double>(subfields_of(units, unit).size());
}

} // namespace striate
