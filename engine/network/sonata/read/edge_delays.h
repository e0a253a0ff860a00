// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/edge_kinds.h"
#include "engine/network/sonata/read/edge_population.h"

#include <cstdint>
#include <span>

namespace striate::sonata {

/// Delay of an edge, ms: its own, else that of its type.
double delay_of(const EdgeList& rows, std::span<const SynapseRule> rules, std::size_t edge);

/// The steps of 1 ms that the dynamics basis4 makes of a delay: the nearest, half to even, and at least one
/// (docs/model/synapses.md#eq-5).
std::uint8_t basis4_steps(double delay_ms);

/// What the delays of a projection come to.
struct DelaySurvey {
  bool differ = false; ///< edges that the tables would give one delay have several: each must keep its own
  double shortest_ms = 0.0, longest_ms = 0.0;
  std::uint64_t edges = 0;
  std::uint64_t rounded = 0; ///< edges whose delay is no whole number of steps of basis4
  double largest_change_ms = 0.0;
};

/// Surveys the edges that are kept and puts the delay of every pair of classes in which all of them agree, and of
/// those that only types name, into delay_ms (ModelTables::delay_ms); of the others the shortest.
DelaySurvey settle_recurrent_delays(const EdgeList& rows, std::span<const SynapseRule> rules,
                                    decltype(ModelTables::delay_ms)& delay_ms);
/// The same for LGN or background, which have one delay together.
DelaySurvey settle_input_delays(const EdgeList& rows, std::span<const SynapseRule> rules, double& delay_ms);

} // namespace striate::sonata
