// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/lgn_edges.h"

#include "engine/network/generator/lgn_selection.h"
#include "engine/network/generator/transpose.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {

std::vector<double> lgn_synapse_weights(const ModelTables& tables, const NeuronTable& neurons) {
  // Imported tables may lack the population of the rule; their weights are their own then.
  const auto e4 = std::ranges::find(tables.populations, "e4other", &Population::name);
  const double e4_mean = e4 == tables.populations.end()
                             ? std::numeric_limits<double>::quiet_NaN()
                             : e4->nsyn_scale * std::exp(0.5 * e4->nsyn_shape * e4->nsyn_shape);
  std::vector<double> weights;
  weights.reserve(neurons.size());
  for (std::uint32_t target = 0; target < neurons.size(); ++target)
    // docs/model/network.md#eq-14
    weights.push_back(tables.cell_models[neurons.model[target]].lgn_base_weight_pA * e4_mean /
                      static_cast<double>(neurons.target_size[target]));
  return weights;
}

LgnEdges generate_lgn_edges(const ModelTables& tables, const NetworkRecipe& recipe, const NeuronTable& neurons,
                            const LgnUnits& units, const LgnField& field, Workshop workshop, ProgressSpan progress) {
  const std::vector<double> synapse_weight = lgn_synapse_weights(tables, neurons);
  std::atomic<std::uint64_t> synapses{0};
  std::vector<TargetBlock> blocks =
      make_blocks(workshop, neurons.size(), progress, [&](std::uint32_t first, std::uint32_t last, TargetBlock& block) {
        LgnSelection selection(tables, units, field, recipe.seed);
        std::uint64_t block_synapses = 0;
        for (std::uint32_t target = first; target < last; ++target) {
          const auto sources = selection.choose(neurons, target);
          for (const LgnSelection::Source& source : sources) {
            block.source.push_back(source.unit);
            block.weight.push_back(static_cast<float>(source.synapses * synapse_weight[target]));
            block_synapses += source.synapses;
          }
          block.edges_per_target.push_back(static_cast<std::uint32_t>(sources.size()));
        }
        synapses += block_synapses;
      });

  const std::vector<std::uint8_t> slots(units.size(), ModelTables::external_class);
  const std::vector<std::uint8_t> classes(neurons.size(), 0);
  RunRule rule;
  rule.source_slot = slots;
  rule.target_class = classes;
  LgnEdges result;
  result.projection = transpose(workshop, blocks, rule);
  result.synapses = synapses;
  return result;
}

} // namespace striate
