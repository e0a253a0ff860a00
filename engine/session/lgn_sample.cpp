#include "engine/session/lgn_sample.h"

#include <limits>
#include <string_view>

namespace striate {

std::vector<std::uint32_t> default_lgn_sample(const LgnUnits& units) {
  std::vector<std::uint32_t> chosen;
  for (const std::string_view name : {"sON_TF4", "sOFF_TF4", "tOFF_TF8"}) {
    std::uint32_t best = units.size();
    double nearest = std::numeric_limits<double>::infinity();
    for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
      if (model_tables().lgn_classes[units.unit_class[unit]].name != name)
        continue;
      const double dx = units.x_deg[unit] - 0.5 * units.field_width_deg;
      const double dy = units.y_deg[unit] - 0.5 * units.field_height_deg;
      if (const double distance = dx * dx + dy * dy; distance < nearest) {
        nearest = distance;
        best = unit;
      }
    }
    if (best < units.size())
      chosen.push_back(best);
  }
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

} // namespace striate
