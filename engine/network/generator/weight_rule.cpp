// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/weight_rule.h"

#include "engine/core/normal.h"
#include "engine/network/generator/connection_rule.h"

#include <algorithm>
#include <cmath>

namespace striate {

WeightPair weight_pair(const ModelTables& tables, std::size_t source_population, std::size_t target_model) {
  const CellModel& model = tables.cell_models[target_model];
  const auto target_population = static_cast<std::size_t>(model.population);
  const Population& from = tables.populations[source_population];
  const Population& to = tables.populations[target_population];
  const PspDistribution& psp = tables.psp[source_population][target_population];
  const PairRule rule = pair_rule(tables, source_population, target_population);

  WeightPair pair;
  const double unit_psp = model.unit_psp_mV[static_cast<std::size_t>(from.synaptic_class)];
  pair.scale = (from.excitatory ? 1.0 : -1.0) * (psp.scale_mV / unit_psp) * to.nsyn_scale;
  pair.log_spread =
      psp.shape >= to.nsyn_shape ? std::sqrt(psp.shape * psp.shape - to.nsyn_shape * to.nsyn_shape) : 0.001;
  pair.like_to_like = from.excitatory && to.excitatory && tables.b_ratio[1][1] > 0.0;
  pair.jitter_deg = !from.excitatory && !to.excitatory ? 10.0 : 5.0;
  pair.b1 = rule.b1;
  pair.b2 = rule.b2;
  return pair;
}

double like_to_like_level(const WeightPair& pair, double source_tuning_deg, double target_tuning_deg, double normal) {
  const double jitter = pair.like_to_like ? 0.0 : pair.jitter_deg * normal;
  const double turned = std::fmod(std::abs(target_tuning_deg - source_tuning_deg + jitter), 360.0);
  const double difference = std::abs(std::abs(turned - 180.0) - 180.0);
  if (!pair.like_to_like)
    return 1.0 - difference / 180.0;
  // Distribution of the difference: density falls from b1 at 0 to b2 at 90 degrees and rises back to b1 at 180.
  const double slope = (pair.b2 - pair.b1) / 90.0;
  const double area = 90.0 * (pair.b1 + pair.b2);
  const double y = difference - 90.0;
  const double bend = (difference < 90.0 ? 0.5 : -0.5) * slope * y * y;
  return 1.0 - ((bend + pair.b2 * y) / area + 0.5);
}

double recurrent_weight(const WeightPair& pair, double level, double target_size) {
  const double quantile = normal_quantile(std::clamp(level, 0.001, 0.999));
  // docs/model/network.md#eq-8
  return pair.scale / target_size * std::exp(pair.log_spread * quantile);
}

} // namespace striate
