#include "ui/live/lgn_choice.h"

#include "engine/core/random.h"
#include "engine/network/model_tables.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

std::optional<std::uint32_t> nearest_to_centre(const LgnUnits& units, std::string_view prefix) {
  std::optional<std::uint32_t> nearest;
  float smallest = 0.0f;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    // Composite classes begin with the same letters ("sONsOFF") and are not meant.
    const LgnClass& unit_class = model_tables().lgn_classes[units.unit_class[unit]];
    if (unit_class.composite || !unit_class.name.starts_with(prefix))
      continue;
    const float distance = std::hypot(units.x_deg[unit] - 60.0f, units.y_deg[unit] - 40.0f);
    if (!nearest || distance < smallest) {
      nearest = unit;
      smallest = distance;
    }
  }
  return nearest;
}

} // namespace

std::vector<std::uint32_t> default_lgn_units(const LgnUnits& units) {
  std::vector<std::uint32_t> chosen;
  for (const std::string_view prefix : {"sON", "sOFF", "tOFF"})
    if (const auto unit = nearest_to_centre(units, prefix))
      chosen.push_back(*unit);
  return chosen;
}

std::vector<std::uint32_t> random_lgn_units(const LgnUnits& units, std::optional<int> unit_class, int count,
                                            std::uint64_t seed) {
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit)
    if (!unit_class || units.unit_class[unit] == *unit_class)
      candidates.push_back(unit);
  const std::size_t wanted = std::min(candidates.size(), static_cast<std::size_t>(std::max(count, 0)));
  RandomSequence random(seed, Stream::stimulus, 0);
  for (std::size_t i = 0; i < wanted; ++i) { // the first steps of a Fisher-Yates shuffle
    const auto rest = static_cast<double>(candidates.size() - i);
    std::swap(candidates[i], candidates[i + static_cast<std::size_t>(random.uniform() * rest)]);
  }
  candidates.resize(wanted);
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

} // namespace striate
