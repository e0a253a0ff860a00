// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/random.h"
#include "engine/network/network.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <tuple>
#include <vector>

/// Small networks and tables for the simulation tests, built edge by edge.
namespace hand_made {

struct Edge {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
  float weight = 0.0f; ///< pA
  int delay = 1;
  int slot = 0;
  double delay_ms = 0.0; ///< of its own; 0: none. All edges have one, or none has
};

struct BackgroundEdge {
  std::uint8_t source = 0;
  std::uint32_t target = 0;
  float weight = 0.0f;
  double delay_ms = 0.0; ///< as Edge
};

/// Nine populations, one per synaptic class, and one cell model for each; every basis weight differs from all others.
inline striate::ModelTables tables() {
  striate::ModelTables tables;
  tables.basis_tau_ms = {0.9895877164048803, 1.8801909319625518, 3.628959284311974, 5.653404309014636};
  for (int c = 0; c < striate::ModelTables::synaptic_class_count; ++c) {
    striate::Population population;
    population.synaptic_class = c;
    tables.populations.push_back(population);
    striate::CellModel model;
    model.node_type_id = static_cast<std::uint32_t>(1000 + c);
    model.population = c;
    model.C_m_pF = 60.0 + 17.0 * c;
    model.g_nS = 4.0 + 0.7 * c;
    model.E_L_mV = -76.0 + c;
    model.V_th_mV = -48.0 + 0.5 * c;
    model.V_reset_mV = model.E_L_mV;
    model.t_ref_ms = 1.0 + c % 4 + 0.25 * (c % 2);
    model.asc_decay_per_ms = {0.003 * (1 + c), 0.1};
    model.asc_amp_pA = {-4.0 - c, 12.0 - 7.0 * c};
    tables.cell_models.push_back(model);
  }
  for (std::size_t pre = 0; pre < tables.synapse.size(); ++pre)
    for (std::size_t post = 0; post < tables.synapse[pre].size(); ++post) {
      const double a = static_cast<double>(pre);
      const double b = static_cast<double>(post);
      tables.synapse[pre][post].basis = {0.1 + 0.01 * a, 1.1 - 0.03 * b, 0.4 + 0.02 * a - 0.01 * b, -0.05 - 0.004 * b};
    }
  return tables;
}

inline striate::Projection projection(std::vector<Edge> edges, std::uint32_t sources, std::uint32_t targets) {
  std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return std::tie(a.source, a.slot, a.delay, a.target) < std::tie(b.source, b.slot, b.delay, b.target);
  });
  striate::Projection result;
  result.source_count = sources;
  result.target_count = targets;
  std::size_t edge = 0;
  for (std::uint32_t source = 0; source < sources; ++source) {
    result.row_run.push_back(result.runs.size());
    for (std::size_t first = edge; edge < edges.size() && edges[edge].source == source; ++edge) {
      if (edge == first || edges[edge].slot != edges[edge - 1].slot || edges[edge].delay != edges[edge - 1].delay)
        result.runs.push_back(
            {edge, static_cast<std::uint8_t>(edges[edge].delay), static_cast<std::uint8_t>(edges[edge].slot)});
      result.target.push_back(edges[edge].target);
      result.weight.push_back(edges[edge].weight);
      if (edges[edge].delay_ms != 0.0)
        result.delay_ms.push_back(edges[edge].delay_ms);
    }
  }
  result.row_run.push_back(result.runs.size());
  result.runs.push_back({edges.size(), 0, 0});
  return result;
}

inline striate::BackgroundProjection background(const std::vector<BackgroundEdge>& edges, std::uint32_t sources,
                                                std::uint32_t targets) {
  striate::BackgroundProjection result;
  result.source_count = sources;
  result.row_start.push_back(0);
  for (std::uint32_t target = 0; target < targets; ++target) {
    for (const BackgroundEdge& edge : edges)
      if (edge.target == target) {
        result.source.push_back(edge.source);
        result.weight.push_back(edge.weight);
        if (edge.delay_ms != 0.0)
          result.delay_ms.push_back(edge.delay_ms);
      }
    result.row_start.push_back(static_cast<std::uint32_t>(result.source.size()));
  }
  return result;
}

struct Edges {
  std::vector<Edge> recurrent, lgn;
  std::vector<BackgroundEdge> background;
  std::uint32_t lgn_units = 0;
  std::uint32_t background_sources = 0;
};

/// models: the cell model of every neuron.
inline std::shared_ptr<striate::Network> network(const std::vector<std::uint16_t>& models, const Edges& edges) {
  auto result = std::make_shared<striate::Network>();
  const auto count = static_cast<std::uint32_t>(models.size());
  result->name = "hand-made";
  striate::NeuronTable& neurons = result->neurons;
  neurons.model = models;
  neurons.population.resize(count);
  for (auto* column : {&neurons.x_um, &neurons.y_um, &neurons.z_um, &neurons.tuning_deg, &neurons.target_size})
    column->resize(count);
  result->recurrent = projection(edges.recurrent, count, count);
  result->lgn = projection(edges.lgn, edges.lgn_units, count);
  result->background = background(edges.background, edges.background_sources, count);
  return result;
}

/// A random network in which excitation and inhibition keep a good part of the neurons firing; models in blocks.
struct RandomNetwork {
  std::vector<std::uint16_t> models;
  Edges edges;

  RandomNetwork(std::uint32_t neurons, std::uint32_t fan_out, std::uint64_t seed, float strength) {
    striate::RandomSequence random(seed, striate::Stream::stimulus, 7);
    const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random.uniform() * limit); };
    for (std::uint32_t i = 0; i < neurons; ++i)
      models.push_back(static_cast<std::uint16_t>(i * 9 / neurons));
    for (std::uint32_t i = 0; i < neurons; ++i)
      for (std::uint32_t k = 0; k < fan_out; ++k) {
        const bool inhibits = models[i] >= 6;
        const float size = strength * static_cast<float>(random.uniform());
        edges.recurrent.push_back(
            {i, below(neurons), inhibits ? -2.0f * size : size, 1 + static_cast<int>(below(4)), models[i]});
      }
    edges.lgn_units = 40;
    for (std::uint32_t unit = 0; unit < edges.lgn_units; ++unit)
      for (std::uint32_t k = 0; k < neurons / 6; ++k)
        edges.lgn.push_back({unit, below(neurons), 160.0f * static_cast<float>(random.uniform()), 0, 9});
    edges.background_sources = 10;
    for (std::uint32_t target = 0; target < neurons; ++target)
      for (int k = 0; k < 4; ++k)
        edges.background.push_back(
            {static_cast<std::uint8_t>(below(10)), target, 20.0f + 30.0f * static_cast<float>(random.uniform())});
  }
};

/// LGN spikes of one step: each unit with probability 0.06, ascending.
inline std::vector<std::uint32_t> lgn_spikes(std::int64_t step, std::uint32_t units) {
  std::vector<std::uint32_t> spikes;
  for (std::uint32_t unit = 0; unit < units; ++unit)
    if (striate::uniform_float(
            striate::philox(99, striate::Stream::lgn_spikes, static_cast<std::uint32_t>(step), unit, 0).x0) < 0.06f)
      spikes.push_back(unit);
  return spikes;
}

} // namespace hand_made
