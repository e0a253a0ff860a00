// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/cell_model_file.h"
#include "engine/network/sonata/read/node_population.h"
#include "engine/network/tables/model_tables.h"

#include <algorithm>
#include <memory>

namespace striate::sonata {

/// The time constants of one receptor port of a cell model.
struct Receptors {
  std::vector<double> tau_fast_ms, tau_slow_ms, amp_slow;
  std::size_t count() const { return std::min({tau_fast_ms.size(), tau_slow_ms.size(), amp_slow.size()}); }
};

/// The model tables of an imported network and where its kinds of nodes stand in them.
struct NeuronModels {
  static constexpr std::uint16_t unused = 0xffff;
  std::shared_ptr<const ModelTables> tables;
  std::vector<std::uint16_t>
      model_of_kind;                ///< per node kind: index into tables->cell_models; unused when no node has it
  std::vector<Receptors> receptors; ///< per cell model; empty for models no node has
};

/// Reads the cell models of all kinds of neurons that occur. Those equal to built-in ones keep their index; when all
/// are, the built-in tables themselves are used. Others replace the built-in model of their id or are added to their
/// population; unknown populations are added after the built-in ones.
NeuronModels read_neuron_models(const NodePopulation& nodes, const SonataConfig& config, Problems& problems);

/// A population that the built-in tables do not know, described by its name ("i4Pvalb"), its sign (column ei) and its
/// region (column location).
Population describe_population(const std::string& name, const std::string& sign, const std::string& region,
                               const Place& place, Problems& problems);

/// Gives every population the class of the synapses it receives: seen[model] has bit c set when the model receives
/// "..._to_<class c>". A population that receives several is an error.
void settle_synaptic_classes(std::shared_ptr<const ModelTables>& tables, const std::vector<std::uint16_t>& seen,
                             const Place& place, Problems& problems);

} // namespace striate::sonata
