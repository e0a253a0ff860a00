#include "engine/dataset/spike_table_reader.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

SpikeFile read_any_spikes(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending != ".csv" && ending != ".txt")
    return read_spikes(file);
  const CsvTable table = CsvTable::read(file);
  const char* time = table.has_column("timestamps") ? "timestamps" : "time_ms";
  const char* id = table.has_column("node_ids") ? "node_ids" : "node_id";
  if (!table.has_column(time) || !table.has_column(id))
    throw Error(fmt::format("The spike table {} needs the columns timestamps (ms) and node_ids.", file.string()));
  SpikeFile spikes;
  if (table.has_column("population") && table.rows() > 0)
    spikes.population = table.text(0, "population");
  spikes.time_ms = table.numbers(time);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const long node = table.integer(row, id);
    if (node < 0)
      throw Error(fmt::format("The spike table {} has the negative id {} in row {}.", file.string(), node, row + 1));
    spikes.node_id.push_back(static_cast<std::uint64_t>(node));
  }
  return spikes;
}

} // namespace striate
