// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/lgn_units.h"
#include "engine/network/projection.h"
#include "engine/network/tables/model_tables.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace striate {

/// Per-neuron facts, structure of arrays, all of length size(). Neuron id = index. Neurons of one cell model, and so of
/// one population, are contiguous.
struct NeuronTable {
  std::vector<float> x_um, y_um, z_um; ///< y = -depth
  std::vector<float> tuning_deg;       ///< preferred direction of motion
  std::vector<float> target_size;      ///< intended number of incoming synapses
  std::vector<std::uint16_t> model;    ///< index into ModelTables::cell_models of Network::tables
  std::vector<std::uint8_t> population;
  /// Ids in the file the network came from; empty when they are the indices 0..size()-1 themselves.
  std::vector<std::uint64_t> file_id;

  std::uint32_t size() const { return static_cast<std::uint32_t>(model.size()); }
  float radius_um(std::uint32_t neuron) const; ///< distance from the column's axis, in the x-z plane
};

/// How a network was made; travels with recordings and sessions and keys the cache.
struct NetworkRecipe {
  double radius_um = 100.0;
  double core_radius_um = 50.0; ///< displacement rule and the analysis mask
  std::uint64_t seed = 153;
  enum class WeightRule { nll, l2l } weight_rule = WeightRule::nll;
  bool small_lgn = false; ///< 696 instead of 17,400 LGN units
  bool fluctuate = false; ///< Poisson neuron counts per model

  /// Core radius the reference pairs with this radius: R = 50 -> 20, 100 -> 50, 200 -> 100, 400 -> 200, 700 -> 400;
  /// others by linear interpolation between these points.
  static double core_radius_for(double radius_um);
  bool operator==(const NetworkRecipe&) const = default;
};

/// The built-in networks by name, small to large.
struct NamedRadius {
  const char* name;
  double radius_um;
};
inline constexpr std::array<NamedRadius, 5> named_radii{
    {{"tiny", 50.0}, {"small", 100.0}, {"medium", 200.0}, {"core", 400.0}, {"full", 700.0}}};

/// A complete network: neurons, the three projections and the LGN population. Immutable once built; shared by pointer.
struct Network {
  std::string name;
  NetworkRecipe recipe;
  /// What the indices of the neuron table refer to: the program's own tables, or those of an imported network, which
  /// begin with the same synaptic and LGN classes. Never null.
  std::shared_ptr<const ModelTables> tables = shared_model_tables();
  NeuronTable neurons;
  Projection recurrent;            ///< slots 0..8 = synaptic class of the source
  Projection lgn;                  ///< slot 9, delay 0; equal (source, target) rows merged exactly
  std::uint64_t lgn_synapses = 0;  ///< rows before merging
  BackgroundProjection background; ///< slot 9, delay 0
  LgnUnits lgn_units;

  /// Neuron ids of a population: [first, last).
  struct Range {
    std::uint32_t first = 0, last = 0;
  };
  std::vector<Range> population_range; ///< per population
};

} // namespace striate
