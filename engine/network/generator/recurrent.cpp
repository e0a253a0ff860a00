// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/recurrent.h"

#include "engine/core/normal.h"
#include "engine/core/random.h"
#include "engine/network/generator/connection_rule.h"
#include "engine/network/generator/source_grid.h"
#include "engine/network/generator/transpose.h"
#include "engine/network/generator/weight_rule.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

/// Part of the algorithm: another size gives another network of the same law.
constexpr double cell_um = 80.0;

/// Bound of every probability below 1, where the rate of the process would be infinite.
constexpr double highest_probability = 1.0 - 1e-6;

/// Rate of a Poisson process that hits a source at least once with probability p.
double exact_rate(double p) {
  return -std::log1p(-std::min(p, highest_probability));
}

/// A cheap upper bound of exact_rate; p + p^2 holds below 0.68.
double rate_bound(double p) {
  return p < 0.6 ? p + p * p : exact_rate(p);
}

class RecurrentSampler {
public:
  RecurrentSampler(const ModelTables& tables, const NetworkRecipe& recipe, const NeuronTable& neurons)
      : tables_(tables), recipe_(recipe), neurons_(neurons),
        grid_(neurons, tables.populations.size(), recipe.radius_um, cell_um) {
    const std::size_t count = tables.populations.size();
    for (std::size_t source = 0; source < count; ++source) {
      for (std::size_t target = 0; target < count; ++target)
        pair_rules_.push_back(pair_rule(tables, source, target));
      for (std::size_t model = 0; model < tables.cell_models.size(); ++model)
        weight_pairs_.push_back(weight_pair(tables, source, model));
    }
  }

  void fill(std::uint32_t first, std::uint32_t last, TargetBlock& block) const {
    std::vector<double> envelope[2];
    for (auto& values : envelope)
      values.resize(grid_.cells().size());
    for (std::uint32_t target = first; target < last; ++target) {
      const std::size_t before = block.source.size();
      // A target without intended synapses would divide by zero; it gets none.
      if (neurons_.target_size[target] > 0.0f) {
        const TargetFrame frame =
            target_frame(neurons_.x_um[target], neurons_.z_um[target], neurons_.tuning_deg[target],
                         neurons_.target_size[target], recipe_.core_radius_um);
        for (const bool excitatory : {false, true})
          bound_cells(target, frame, excitatory, envelope[excitatory]);
        for (std::size_t source = 0; source < tables_.populations.size(); ++source)
          sample(target, frame, source, envelope[tables_.populations[source].excitatory], block);
      }
      block.edges_per_target.push_back(static_cast<std::uint32_t>(block.source.size() - before));
    }
  }

private:
  /// The largest exp(-q/2) that a source of the class can have anywhere in each cell.
  void bound_cells(std::uint32_t target, const TargetFrame& frame, bool excitatory,
                   std::vector<double>& envelope) const {
    const double sigma = tables_.sigma_um[excitatory][tables_.populations[neurons_.population[target]].excitatory];
    const double h = grid_.half_diagonal_um();
    for (std::size_t c = 0; c < envelope.size(); ++c) {
      const SourceGrid::Cell& cell = grid_.cells()[c];
      const CloudPlace centre = cloud_place(frame, excitatory, cell.x_um - frame.x_um, cell.z_um - frame.z_um);
      const CloudPlace nearest = {std::max(std::abs(centre.along) - h, 0.0),
                                  std::max(std::abs(centre.across) - h, 0.0)};
      envelope[c] = std::exp(-0.5 * cloud_q(nearest, excitatory, sigma));
    }
  }

  /// Thinning (docs/model/network.md#eq-16): every source of a cell carries a Poisson process of the cell's rate. A
  /// point is kept with the share that makes the chance of any kept point exactly p, so the cell's bound need not be
  /// tight and is cheap.
  void sample(std::uint32_t target, const TargetFrame& frame, std::size_t source_population,
              const std::vector<double>& envelope, TargetBlock& block) const {
    const PairRule& rule = pair_rules_[source_population * tables_.populations.size() + neurons_.population[target]];
    const double amplitude = rule.pmax * rule.largest_factor() * frame.size / rule.nsyn_mean;
    RandomSequence random(recipe_.seed, Stream::recurrent_candidate, target,
                          static_cast<std::uint32_t>(source_population));
    double wait = -std::log(random.uniform_positive());
    for (std::size_t c = 0; c < envelope.size(); ++c) {
      const std::uint32_t begin = grid_.first(source_population, c);
      const std::uint32_t count = grid_.first(source_population, c + 1) - begin;
      const double rate = rate_bound(std::min(amplitude * envelope[c], highest_probability));
      double position = 0.0; // in sources of this cell
      while (wait < (count - position) * rate) {
        position += wait / rate;
        const auto local = std::min(static_cast<std::uint32_t>(position), count - 1);
        const double share = random.uniform() * rate;
        wait = -std::log(random.uniform_positive());
        const SourceGrid::Neuron& source = grid_.neuron(begin + local);
        const double p =
            raw_probability(rule, frame, source.x_um - frame.x_um, source.z_um - frame.z_um, source.tuning_deg);
        // p <= exact_rate(p): most points are settled without the logarithm.
        if (source.id != target && (share < p || share < exact_rate(p))) {
          block.source.push_back(source.id);
          block.weight.push_back(weight(target, frame, source_population, source));
          position = local + 1.0;
        }
      }
      wait -= (count - position) * rate;
    }
  }

  float weight(std::uint32_t target, const TargetFrame& frame, std::size_t source_population,
               const SourceGrid::Neuron& source) const {
    const WeightPair& pair = weight_pairs_[source_population * tables_.cell_models.size() + neurons_.model[target]];
    const Philox4 bits = philox(recipe_.seed, Stream::recurrent_weight, target, source.id, 0);
    double level = uniform_double(bits.x0, bits.x1);
    if (recipe_.weight_rule == NetworkRecipe::WeightRule::l2l)
      level = like_to_like_level(pair, source.tuning_deg, frame.tuning_deg,
                                 pair.like_to_like ? 0.0 : normal_quantile(inner(level)));
    return static_cast<float>(recurrent_weight(pair, level, frame.size));
  }

  const ModelTables& tables_;
  const NetworkRecipe& recipe_;
  const NeuronTable& neurons_;
  SourceGrid grid_;
  std::vector<PairRule> pair_rules_;     ///< [source population][target population]
  std::vector<WeightPair> weight_pairs_; ///< [source population][target model]
};

} // namespace

std::uint8_t delay_steps(double delay_ms) {
  return static_cast<std::uint8_t>(std::nearbyint(std::max(delay_ms, 1.0)));
}

Projection generate_recurrent(const ModelTables& tables, const NetworkRecipe& recipe, const NeuronTable& neurons,
                              Workshop workshop, ProgressSpan progress) {
  const RecurrentSampler sampler(tables, recipe, neurons);
  std::vector<TargetBlock> blocks =
      make_blocks(workshop, neurons.size(), progress, [&](std::uint32_t first, std::uint32_t last, TargetBlock& block) {
        sampler.fill(first, last, block);
      });

  std::vector<std::uint8_t> synaptic_class(neurons.size());
  for (std::uint32_t id = 0; id < neurons.size(); ++id)
    synaptic_class[id] = static_cast<std::uint8_t>(tables.populations[neurons.population[id]].synaptic_class);
  RunRule rule;
  rule.source_slot = synaptic_class;
  rule.target_class = synaptic_class;
  for (std::size_t pre = 0; pre < tables.delay_ms.size(); ++pre)
    for (std::size_t post = 0; post < tables.delay_ms[pre].size(); ++post)
      rule.delay[pre][post] = delay_steps(tables.delay_ms[pre][post]);
  return transpose(workshop, blocks, rule);
}

} // namespace striate
