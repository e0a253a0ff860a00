// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace striate {

/// A population as an analysis sees it, of our model or of anybody's network.
struct StudyPopulation {
  std::string name;        ///< "e5ET"
  std::string cell_type;   ///< "L5_ET"; the name itself when it does not follow the rule
  std::string merged_type; ///< "L5_Exc": what recordings can tell apart
  int layer = 0;           ///< 1, 2 (= 2/3), 4, 5, 6; 0 = unknown
  CellClass cell_class = CellClass::exc;
  bool excitatory = false;
};

/// Facts of a population from its name: [e|i] + layer (1, 23, 4, 5, 6) + class (docs/model/analysis.md#cell-types).
StudyPopulation population_facts(const std::string& name);

/// The neurons an analysis speaks of, structure of arrays; index = position in every result. Positions and angles that
/// are not known are NaN.
struct StudyNeurons {
  std::vector<std::uint64_t> id; ///< network ids
  std::vector<std::uint16_t> population;
  std::vector<float> x_um, y_um, z_um, tuning_deg;
  std::vector<StudyPopulation> populations;

  std::uint32_t size() const { return static_cast<std::uint32_t>(id.size()); }
  const StudyPopulation& of(std::uint32_t neuron) const { return populations[population[neuron]]; }
  double radius_um(std::uint32_t neuron) const; ///< from the column's axis, in the x-z plane
  /// 1 for neurons with radius < core_radius_um (0 = all; unknown positions count as inside).
  std::vector<std::uint8_t> core(double core_radius_um) const;
  /// Adds a neuron; the population is found by name.
  void add(std::uint64_t node_id, const std::string& population_name, float x, float y, float z, float tuning);
};

StudyNeurons study_neurons(const Network& network);

/// All cell types that have neurons, in the order of the figures: excitatory types by layer, L1, then PV, SST and VIP
/// by layer, then types that do not follow the rule. merged: the L5 excitatory types are one.
std::vector<std::string> cell_types(const StudyNeurons& neurons, bool merged);
/// "L2/3_Exc" as figures show it: "L2/3 Exc".
std::string spaced(std::string cell_type);

/// Indices of the neurons of a type inside the mask.
std::vector<std::uint32_t> neurons_of_type(const StudyNeurons& neurons, const std::string& cell_type, bool merged,
                                           const std::vector<std::uint8_t>& mask);
/// values[i] of those neurons.
std::vector<double> values_of_type(const StudyNeurons& neurons, const std::string& cell_type, bool merged,
                                   const std::vector<std::uint8_t>& mask, const std::vector<double>& values);

} // namespace striate
