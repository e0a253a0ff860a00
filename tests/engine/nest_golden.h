#pragma once
// The runs of NEST in tests/data/nest, shared by the tests of the dynamics `nest`.
#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/simulation/nest_simulator.h"
#include "simulation_support.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

namespace striate::test {

using Spikes = std::vector<std::pair<long, long>>; ///< (step, neuron)

inline CsvTable golden(const std::string& name) {
  return CsvTable::read(std::filesystem::path(STRIATE_TEST_DATA) / "nest" / name);
}

/// Whole milliseconds, as generated networks have them.
inline int run_delay(int source_class, int target_class) {
  const double ms =
      model_tables().delay_ms[static_cast<std::size_t>(source_class)][static_cast<std::size_t>(target_class)];
  return static_cast<int>(std::nearbyint(std::max(ms, 1.0)));
}

/// The recurrent network of make_golden.py.
struct GoldenNetwork {
  std::shared_ptr<Network> network;
  std::vector<std::vector<std::uint32_t>> lgn, background; ///< [ms]

  GoldenNetwork() {
    const ModelTables& tables = model_tables();
    std::vector<std::uint16_t> models;
    for (const double model : golden("network_neurons.csv").numbers("model"))
      models.push_back(static_cast<std::uint16_t>(model));
    const auto class_of = [&](std::uint32_t neuron) {
      return tables.populations[static_cast<std::size_t>(tables.cell_models[models[neuron]].population)].synaptic_class;
    };
    hand_made::Edges edges;
    for (const auto& edge : read_edges("network_recurrent.csv"))
      edges.recurrent.push_back({edge.source, edge.target, edge.weight,
                                 run_delay(class_of(edge.source), class_of(edge.target)), class_of(edge.source)});
    for (const auto& edge : read_edges("network_lgn.csv"))
      edges.lgn.push_back({edge.source, edge.target, edge.weight, 0, 9});
    for (const auto& edge : read_edges("network_background.csv"))
      edges.background.push_back({static_cast<std::uint8_t>(edge.source), edge.target, edge.weight});
    edges.lgn_units = 60;
    edges.background_sources = 20;
    network = hand_made::network(models, edges);
    for (std::uint32_t i = 0; i < models.size(); ++i)
      network->neurons.population[i] = static_cast<std::uint8_t>(tables.cell_models[models[i]].population);
    lgn = read_spikes("network_lgn_spikes.csv", "unit");
    background = read_spikes("network_background_spikes.csv", "source");
  }

  std::unique_ptr<NestSimulator> simulator(double dt_ms, int threads = 1) const {
    SimulatorOptions options;
    options.threads = threads;
    return std::make_unique<NestSimulator>(network, model_tables(), dt_ms, options);
  }

  /// Steps up to `end_ms`; input spikes enter at the first step of their millisecond.
  Spikes run(Simulator& simulator, long end_ms) const {
    const long per_ms = std::lround(1.0 / simulator.dt_ms());
    Spikes spikes;
    while (simulator.now() < end_ms * per_ms) {
      const auto step = static_cast<long>(simulator.now());
      const auto ms = static_cast<std::size_t>(step / per_ms);
      const bool first = step % per_ms == 0;
      const std::vector<std::uint32_t> none;
      for (const std::uint32_t id : simulator.step({first ? lgn[ms] : none, first ? background[ms] : none}))
        spikes.emplace_back(step, id);
    }
    return spikes;
  }

private:
  struct Edge {
    std::uint32_t source, target;
    float weight;
  };

  static std::vector<Edge> read_edges(const std::string& name) {
    const CsvTable table = golden(name);
    std::vector<Edge> edges;
    for (std::size_t row = 0; row < table.rows(); ++row)
      edges.push_back({static_cast<std::uint32_t>(table.integer(row, "source")),
                       static_cast<std::uint32_t>(table.integer(row, "target")),
                       static_cast<float>(table.number(row, "weight_pA"))});
    return edges;
  }

  static std::vector<std::vector<std::uint32_t>> read_spikes(const std::string& name, const std::string& column) {
    const CsvTable table = golden(name);
    std::vector<std::vector<std::uint32_t>> spikes(1000);
    for (std::size_t row = 0; row < table.rows(); ++row)
      spikes[static_cast<std::size_t>(table.integer(row, "ms"))].push_back(
          static_cast<std::uint32_t>(table.integer(row, column)));
    return spikes;
  }
};

inline const GoldenNetwork& golden_network() {
  static const GoldenNetwork network;
  return network;
}

inline Spikes golden_network_spikes(const std::string& dt) {
  const CsvTable table = golden("network_spikes_dt" + dt + ".csv");
  Spikes spikes;
  for (std::size_t row = 0; row < table.rows(); ++row)
    spikes.emplace_back(table.integer(row, "step"), table.integer(row, "neuron"));
  return spikes;
}

} // namespace striate::test
