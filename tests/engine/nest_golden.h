// SPDX-License-Identifier: Apache-2.0
#pragma once
// The runs of NEST in tests/data/nest, shared by the tests of the dynamics `nest`.
#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/simulation/nest/simulator.h"
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

/// The recurrent network of make_golden.py, or the one whose synapses have delays of their own and some of whose models
/// have keys that the built-in ones do not (make_own_delays).
struct GoldenNetwork {
  enum class Kind { plain, own };

  std::shared_ptr<Network> network;
  std::vector<std::vector<std::uint32_t>> lgn, background; ///< [ms]

  explicit GoldenNetwork(Kind kind = Kind::plain) {
    const ModelTables& tables = model_tables();
    std::vector<std::uint16_t> models;
    for (const double model : golden("network_neurons.csv").numbers("model"))
      models.push_back(static_cast<std::uint16_t>(model));
    const auto class_of = [&](std::uint32_t neuron) {
      return tables.populations[static_cast<std::size_t>(tables.cell_models[models[neuron]].population)].synaptic_class;
    };
    hand_made::Edges edges;
    for (const auto& edge : read_edges("recurrent", kind)) {
      const int steps = kind == Kind::plain ? run_delay(class_of(edge.source), class_of(edge.target))
                                            : static_cast<int>(std::nearbyint(std::max(edge.delay_ms, 1.0)));
      edges.recurrent.push_back({edge.source, edge.target, edge.weight, steps, class_of(edge.source), edge.delay_ms});
    }
    for (const auto& edge : read_edges("lgn", kind))
      edges.lgn.push_back({edge.source, edge.target, edge.weight, 0, 9, edge.delay_ms});
    for (const auto& edge : read_edges("background", kind))
      edges.background.push_back({static_cast<std::uint8_t>(edge.source), edge.target, edge.weight, edge.delay_ms});
    edges.lgn_units = 60;
    edges.background_sources = 20;
    network = hand_made::network(models, edges);
    if (kind == Kind::own)
      network->tables = own_tables();
    for (std::uint32_t i = 0; i < models.size(); ++i)
      network->neurons.population[i] = static_cast<std::uint8_t>(tables.cell_models[models[i]].population);
    lgn = read_spikes("network_lgn_spikes.csv", "unit");
    background = read_spikes("network_background_spikes.csv", "source");
  }

  std::unique_ptr<NestSimulator> simulator(double dt_ms, int threads = 1) const {
    SimulatorOptions options;
    options.threads = threads;
    return std::make_unique<NestSimulator>(network, *network->tables, dt_ms, options);
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
    double delay_ms; ///< 0 where it has none of its own
  };

  static std::vector<Edge> read_edges(const std::string& projection, Kind kind) {
    const CsvTable table = golden("network_" + projection + ".csv");
    std::vector<double> delays(table.rows());
    if (kind == Kind::own)
      delays = golden("own_" + projection + "_delays.csv").numbers("delay_ms");
    std::vector<Edge> edges;
    for (std::size_t row = 0; row < table.rows(); ++row)
      edges.push_back({static_cast<std::uint32_t>(table.integer(row, "source")),
                       static_cast<std::uint32_t>(table.integer(row, "target")),
                       static_cast<float>(table.number(row, "weight_pA")), delays.at(row)});
    return edges;
  }

  static std::shared_ptr<const ModelTables> own_tables() {
    auto tables = std::make_shared<ModelTables>(model_tables());
    const CsvTable table = golden("own_models.csv");
    for (std::size_t row = 0; row < table.rows(); ++row) {
      CellModel& model = tables->cell_models.at(static_cast<std::size_t>(table.integer(row, "model")));
      if (table.integer(row, "after_spike_currents") == 0)
        model.asc_amp_pA = {};
      model.asc_share = {table.number(row, "asc_r_1"), table.number(row, "asc_r_2")};
      model.start_mV = table.number(row, "V_m_mV");
      model.V_reset_mV = table.number(row, "V_reset_mV");
      model.asc_start_pA = {table.number(row, "asc_start_1_pA"), table.number(row, "asc_start_2_pA")};
    }
    return tables;
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

inline const GoldenNetwork& own_golden_network() {
  static const GoldenNetwork network(GoldenNetwork::Kind::own);
  return network;
}

inline Spikes golden_network_spikes(const std::string& dt, const std::string& kind = "network") {
  const CsvTable table = golden(kind + "_spikes_dt" + dt + ".csv");
  Spikes spikes;
  for (std::size_t row = 0; row < table.rows(); ++row)
    spikes.emplace_back(table.integer(row, "step"), table.integer(row, "neuron"));
  return spikes;
}

} // namespace striate::test
