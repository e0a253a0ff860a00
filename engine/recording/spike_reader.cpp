#include "engine/recording/recorder.h"
#include "engine/recording/spike_columns.h"

namespace striate {

SpikeFile read_spikes(const std::filesystem::path& file) {
  const SpikeColumns columns(file, "v1", true);
  SpikeFile result;
  result.population = columns.population();
  result.settings_json = columns.settings_json();
  std::vector<std::int64_t> ids;
  columns.read(0, columns.size(), result.time_ms, ids);
  result.node_id.assign(ids.begin(), ids.end());
  return result;
}

} // namespace striate
