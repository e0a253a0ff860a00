// SPDX-License-Identifier: Apache-2.0
#include "engine/network/factors/apply_factors.h"

#include "engine/core/errors.h"
#include "engine/core/numbers.h"
#include "engine/network/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

namespace striate {

namespace {

constexpr std::size_t sources_per_block = 256; ///< fixed, so that sums do not depend on the threads

/// Neurons that the same rows name have the same group.
struct Groups {
  std::vector<std::uint32_t> of_neuron;
  std::vector<std::vector<std::uint32_t>> rows; ///< [group] rows, ascending
};

/// which(row): the selection of the row that counts here; empty where it does not.
template <typename Which>
Groups group_neurons(const Network& network, const WeightFactors& factors, Which which) {
  std::vector<std::vector<std::uint32_t>> of(network.neurons.size());
  for (std::uint32_t r = 0; r < factors.rows.size(); ++r)
    if (const std::string* text = which(factors.rows[r]))
      for (const std::uint32_t neuron : Selection::parse(*text).members(network))
        of[neuron].push_back(r);
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  Groups groups;
  for (auto& rows : of) {
    const auto [entry, fresh] = known.try_emplace(rows, static_cast<std::uint32_t>(groups.rows.size()));
    if (fresh)
      groups.rows.push_back(rows);
    groups.of_neuron.push_back(entry->second);
  }
  return groups;
}

/// Directions of the preferred motion as points of the unit circle.
struct Tuning {
  std::vector<double> x, y;

  explicit Tuning(const NeuronTable& neurons) {
    for (const float angle : neurons.tuning_deg) {
      x.push_back(std::cos(static_cast<double>(angle) * degree));
      y.push_back(std::sin(static_cast<double>(angle) * degree));
    }
  }
  double cosine(std::uint32_t a, std::uint32_t b) const { return x[a] * x[b] + y[a] * y[b]; }
};

/// cos 2D from cos D.
double double_cosine(double cosine) {
  return 2.0 * cosine * cosine - 1.0;
}

/// What multiplies the weight of an edge between two groups: exp(l + b cos 2D + c cos D).
struct PairFactor {
  std::vector<std::uint32_t> rows;
  double l = 0.0, b = 0.0, c = 0.0;
};

/// Sums over the edges of a row.
struct RowSum {
  double modulation = 0.0, weight_pA = 0.0, edges = 0.0;
};

class RecurrentFactors {
public:
  RecurrentFactors(const Network& network, const WeightFactors& factors, ThreadPool& pool)
      : network_(network), factors_(factors), pool_(pool), tuning_(network.neurons),
        sources_(group_neurons(network, factors,
                               [](const WeightFactor& row) { return row.external() ? nullptr : &row.source; })),
        targets_(group_neurons(network, factors,
                               [](const WeightFactor& row) { return row.external() ? nullptr : &row.target; })) {
    pairs_.resize(sources_.rows.size() * targets_.rows.size());
    for (std::size_t s = 0; s < sources_.rows.size(); ++s)
      for (std::size_t t = 0; t < targets_.rows.size(); ++t)
        std::ranges::set_intersection(sources_.rows[s], targets_.rows[t], std::back_inserter(pair(s, t).rows));
    set_factors(sums());
  }

  void apply(std::vector<float>& weight) const {
    each_edge([&](std::size_t, std::uint64_t edge, std::uint32_t source, std::uint32_t target) {
      const PairFactor& one = pair(sources_.of_neuron[source], targets_.of_neuron[target]);
      if (one.rows.empty())
        return;
      double exponent = one.l;
      if (one.b != 0.0 || one.c != 0.0) {
        const double cosine = tuning_.cosine(source, target);
        exponent += one.b * double_cosine(cosine) + one.c * cosine;
      }
      weight[edge] = static_cast<float>(static_cast<double>(weight[edge]) * std::exp(exponent));
    });
  }

private:
  PairFactor& pair(std::size_t source, std::size_t target) { return pairs_[source * targets_.rows.size() + target]; }
  const PairFactor& pair(std::size_t source, std::size_t target) const {
    return pairs_[source * targets_.rows.size() + target];
  }

  /// Calls visit(block, edge, source, target) for every recurrent edge; blocks are the same for any number of threads.
  template <typename Visit>
  void each_edge(Visit visit) const {
    const Projection& edges = network_.recurrent;
    pool_.for_blocks(edges.source_count, sources_per_block, [&](std::size_t begin, std::size_t end) {
      for (std::size_t source = begin; source < end; ++source)
        for (const EdgeRun& run : edges.row(static_cast<std::uint32_t>(source)))
          for (std::uint64_t edge = run.begin; edge < edges.run_end(run); ++edge)
            visit(begin / sources_per_block, edge, static_cast<std::uint32_t>(source), edges.target[edge]);
    });
  }

  std::vector<RowSum> sums() const {
    const std::size_t rows = factors_.rows.size();
    const std::size_t blocks = (network_.recurrent.source_count + sources_per_block - 1) / sources_per_block;
    std::vector<RowSum> of_blocks(blocks * rows);
    each_edge([&](std::size_t block, std::uint64_t edge, std::uint32_t source, std::uint32_t target) {
      const PairFactor& one = pair(sources_.of_neuron[source], targets_.of_neuron[target]);
      for (const std::uint32_t r : one.rows) {
        const WeightFactor& row = factors_.rows[r];
        RowSum& sum = of_blocks[block * rows + r];
        const double cosine = tuning_.cosine(source, target);
        sum.modulation += std::exp(row.b_orientation * double_cosine(cosine) + row.c_direction * cosine);
        sum.weight_pA += std::abs(static_cast<double>(network_.recurrent.weight[edge]));
        sum.edges += 1.0;
      }
    });
    std::vector<RowSum> all(rows);
    for (std::size_t i = 0; i < of_blocks.size(); ++i) {
      all[i % rows].modulation += of_blocks[i].modulation;
      all[i % rows].weight_pA += of_blocks[i].weight_pA;
      all[i % rows].edges += of_blocks[i].edges;
    }
    return all;
  }

  void set_factors(const std::vector<RowSum>& sums) {
    std::vector<double> level(factors_.rows.size(), 0.0);
    for (std::size_t r = 0; r < level.size(); ++r)
      if (const WeightFactor& row = factors_.rows[r]; sums[r].edges > 0.0) {
        level[r] = row.ln_weight - std::log(sums[r].modulation / sums[r].edges); // docs/model/network.md#eq-21
        if (const double own_pA = sums[r].weight_pA / targets_of(row); row.total_pA && own_pA > 0.0)
          level[r] += std::log(*row.total_pA / own_pA); // docs/model/network.md#eq-22
      }
    for (PairFactor& one : pairs_)
      for (const std::uint32_t r : one.rows) {
        one.l += level[r];
        one.b += factors_.rows[r].b_orientation;
        one.c += factors_.rows[r].c_direction;
      }
  }

  double targets_of(const WeightFactor& row) const {
    return static_cast<double>(Selection::parse(row.target).members(network_).size());
  }

  const Network& network_;
  const WeightFactors& factors_;
  ThreadPool& pool_;
  Tuning tuning_;
  Groups sources_, targets_;
  std::vector<PairFactor> pairs_; ///< [source group][target group]
};

/// The factor of every neuron's synapses from LGN or background.
std::vector<double> external_factors(const Network& network, const WeightFactors& factors, const char* source) {
  std::vector<double> exponent(network.neurons.size(), 0.0);
  for (const WeightFactor& row : factors.rows)
    if (row.source == source)
      for (const std::uint32_t neuron : Selection::parse(row.target).members(network))
        exponent[neuron] += row.ln_weight;
  std::ranges::transform(exponent, exponent.begin(), [](double x) { return std::exp(x); });
  return exponent;
}

float scaled(float weight, double factor) {
  return static_cast<float>(static_cast<double>(weight) * factor);
}

void need_finite(const std::vector<float>& weights, const char* kind) {
  if (std::ranges::any_of(weights, [](float weight) { return !std::isfinite(weight); }))
    throw Error(fmt::format("With these weight factors {} weights become infinite; use smaller logarithms.", kind));
}

} // namespace

std::shared_ptr<Network> apply_factors(const Network& network, const WeightFactors& factors, ThreadPool& pool) {
  auto scaled_network = std::make_shared<Network>(network);
  RecurrentFactors(network, factors, pool).apply(scaled_network->recurrent.weight);

  const std::vector<double> lgn = external_factors(network, factors, WeightFactor::lgn);
  Projection& inputs = scaled_network->lgn;
  for (std::size_t edge = 0; edge < inputs.target.size(); ++edge)
    inputs.weight[edge] = scaled(inputs.weight[edge], lgn[inputs.target[edge]]);

  const std::vector<double> background = external_factors(network, factors, WeightFactor::background);
  BackgroundProjection& noise = scaled_network->background;
  for (std::size_t neuron = 0; neuron + 1 < noise.row_start.size(); ++neuron)
    for (std::uint32_t edge = noise.row_start[neuron]; edge < noise.row_start[neuron + 1]; ++edge)
      noise.weight[edge] = scaled(noise.weight[edge], background[neuron]);

  need_finite(scaled_network->recurrent.weight, "recurrent");
  need_finite(inputs.weight, "LGN");
  need_finite(noise.weight, "background");
  return scaled_network;
}

} // namespace striate
