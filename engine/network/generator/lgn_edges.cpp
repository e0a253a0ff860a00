#include "engine/network/generator/lgn_edges.h"

#include "engine/network/generator/lgn_selection.h"
#include "engine/network/generator/transpose.h"

#include <cmath>

namespace striate {

LgnEdges generate_lgn_edges(const ModelTables& tables, const NetworkRecipe& recipe, const NeuronTable& neurons,
                            const LgnUnits& units, const LgnField& field, Workshop workshop, ProgressSpan progress) {
  const Population& e4 = tables.populations[static_cast<std::size_t>(tables.population_index("e4other"))];
  const double e4_mean = e4.nsyn_scale * std::exp(0.5 * e4.nsyn_shape * e4.nsyn_shape);

  std::atomic<std::uint64_t> synapses{0};
  std::vector<TargetBlock> blocks =
      make_blocks(workshop, neurons.size(), progress, [&](std::uint32_t first, std::uint32_t last, TargetBlock& block) {
        LgnSelection selection(tables, units, field, recipe.seed);
        std::uint64_t block_synapses = 0;
        for (std::uint32_t target = first; target < last; ++target) {
          const auto sources = selection.choose(neurons, target);
          const double weight = tables.cell_models[neurons.model[target]].lgn_base_weight_pA * e4_mean /
                                static_cast<double>(neurons.target_size[target]);
          for (const LgnSelection::Source& source : sources) {
            block.source.push_back(source.unit);
            block.weight.push_back(static_cast<float>(source.synapses * weight));
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
