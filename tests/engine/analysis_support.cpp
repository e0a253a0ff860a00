// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"

namespace striate::test {

CsvTable analysis_data(const std::string& name) {
  return CsvTable::read(std::filesystem::path(STRIATE_TEST_DATA) / "analysis" / name);
}

Network network_of(const std::vector<Cell>& cells) {
  Network network;
  const ModelTables& tables = model_tables();
  for (const Cell& cell : cells) {
    const int population = tables.population_index(cell.population);
    network.neurons.population.push_back(static_cast<std::uint8_t>(population));
    network.neurons.model.push_back(
        static_cast<std::uint16_t>(tables.populations[static_cast<std::size_t>(population)].first_model));
    network.neurons.x_um.push_back(cell.x);
    network.neurons.y_um.push_back(-300.0f);
    network.neurons.z_um.push_back(cell.z);
    network.neurons.tuning_deg.push_back(cell.tuning);
    network.neurons.target_size.push_back(0.0f);
  }
  return network;
}

Network golden_network() {
  const CsvTable nodes = analysis_data("input_nodes.csv");
  std::vector<Cell> cells;
  for (std::size_t row = 0; row < nodes.rows(); ++row)
    cells.push_back({nodes.text(row, "pop_name"), static_cast<float>(nodes.number(row, "x")),
                     static_cast<float>(nodes.number(row, "z")),
                     static_cast<float>(nodes.number(row, "tuning_angle"))});
  return network_of(cells);
}

std::shared_ptr<SpikeBlock> block_of(std::int64_t first_ms, const std::vector<std::vector<std::uint32_t>>& steps) {
  auto block = std::make_shared<SpikeBlock>();
  block->first_ms = first_ms;
  block->offset.push_back(0);
  for (const auto& ids : steps) {
    block->id.insert(block->id.end(), ids.begin(), ids.end());
    block->offset.push_back(static_cast<std::uint32_t>(block->id.size()));
  }
  return block;
}

std::shared_ptr<SpikeBlock> golden_spikes() {
  const CsvTable spikes = analysis_data("input_spikes.csv");
  std::vector<std::vector<std::uint32_t>> steps(4000);
  for (std::size_t row = 0; row < spikes.rows(); ++row)
    if (spikes.integer(row, "angle_deg") == 0 && spikes.integer(row, "trial") == 0)
      steps[static_cast<std::size_t>(spikes.integer(row, "time_ms"))].push_back(
          static_cast<std::uint32_t>(spikes.integer(row, "node_id")));
  return block_of(0, steps);
}

} // namespace striate::test
