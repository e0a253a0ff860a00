// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/tables/model_tables.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

/// The connection probability (docs/model/network.md#eq-7) as pure functions, split so that a loop over sources repeats
/// only what depends on the source.

/// What the pair (source population, target population) decides.
struct PairRule {
  double pmax = 0.0;
  double sigma_um = 1.0;
  bool excitatory_source = false;
  double b1 = 1.0, b2 = 1.0; ///< orientation factor at 0 and at 90 degrees (docs/model/network.md#eq-6)
  double nsyn_mean = 1.0;    ///< of the target population

  double largest_factor() const { return std::max(b1, b2); }
};

inline PairRule pair_rule(const ModelTables& tables, std::size_t source, std::size_t target) {
  const bool from_e = tables.populations[source].excitatory;
  const bool to_e = tables.populations[target].excitatory;
  PairRule rule;
  rule.pmax = tables.pmax[source][target];
  rule.sigma_um = tables.sigma_um[from_e][to_e];
  rule.excitatory_source = from_e;
  rule.nsyn_mean = tables.populations[target].nsyn_mean;
  const double ratio = tables.b_ratio[from_e][to_e];
  if (ratio > 0.0) {
    // docs/model/network.md#eq-6
    rule.b1 = 2.0 / (1.0 + ratio);
    rule.b2 = ratio * rule.b1;
    double& larger = rule.b1 >= rule.b2 ? rule.b1 : rule.b2;
    double& smaller = rule.b1 >= rule.b2 ? rule.b2 : rule.b1;
    if (rule.pmax * larger > 1.0) { // probabilities end at 1: the other end takes what is cut off
      smaller += larger - 1.0 / rule.pmax;
      larger = 1.0 / rule.pmax;
    }
  }
  return rule;
}

/// What the target decides: its frame and the shift of the source cloud.
struct TargetFrame {
  double x_um = 0.0, z_um = 0.0, tuning_deg = 0.0, size = 0.0;
  double cosine = 1.0, sine = 0.0;
  double shift_um = 0.0;
};

inline TargetFrame target_frame(double x_um, double z_um, double tuning_deg, double size, double core_radius_um) {
  const double angle = tuning_deg * std::numbers::pi / 180.0;
  // D of docs/model/network.md#eq-5
  const double shift = std::sqrt(x_um * x_um + z_um * z_um) <= 1.5 * core_radius_um ? 50.0 : 0.0;
  return {x_um, z_um, tuning_deg, size, std::cos(angle), std::sin(angle), shift};
}

/// Position along and across the target's axis, relative to the centre of the source cloud
/// (docs/model/network.md#eq-5).
struct CloudPlace {
  double along = 0.0, across = 0.0;
};

inline CloudPlace cloud_place(const TargetFrame& target, bool excitatory_source, double dx_um, double dz_um) {
  const double along = dx_um * target.cosine + dz_um * target.sine;
  return {excitatory_source ? along + target.shift_um : along - target.shift_um,
          dz_um * target.cosine - dx_um * target.sine};
}

/// The quadratic form q of the cloud (docs/model/network.md#eq-5): narrow along and wide across the axis for excitatory
/// sources, round for others.
inline double cloud_q(CloudPlace place, bool excitatory_source, double sigma_um) {
  const double along = place.along * (excitatory_source ? 1.5 / sigma_um : 1.0 / sigma_um);
  const double across = place.across * (excitatory_source ? 1.0 / (1.5 * sigma_um) : 1.0 / sigma_um);
  return along * along + across * across;
}

/// Difference of two orientations folded to 0..90 degrees.
inline double folded_orientation(double theta_a_deg, double theta_b_deg) {
  return std::abs(std::abs(std::abs(180.0 - std::abs(theta_a_deg - theta_b_deg)) - 90.0) - 90.0);
}

/// Probability before the cap at 1 (docs/model/network.md#eq-7). (dx, dz) = source minus target.
inline double raw_probability(const PairRule& rule, const TargetFrame& target, double dx_um, double dz_um,
                              double source_tuning_deg) {
  const double q =
      cloud_q(cloud_place(target, rule.excitatory_source, dx_um, dz_um), rule.excitatory_source, rule.sigma_um);
  const double factor =
      rule.b1 == rule.b2
          ? rule.b1
          : rule.b1 + (rule.b2 - rule.b1) * folded_orientation(source_tuning_deg, target.tuning_deg) / 90.0;
  return rule.pmax * std::exp(-0.5 * q) * factor * target.size / rule.nsyn_mean;
}

inline double connection_probability(const PairRule& rule, const TargetFrame& target, double dx_um, double dz_um,
                                     double source_tuning_deg) {
  return std::min(1.0, raw_probability(rule, target, dx_um, dz_um, source_tuning_deg));
}

} // namespace striate
