// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/projection.h"

#include <cstdint>
#include <vector>

namespace striate {

/// A projection whose edges have delays of their own, in the order in which a run of the dynamics `nest` needs them:
/// the runs are cut and sorted by the delay in steps of dt, then target. 10 bytes an edge more than the network itself.
struct NestTimedEdges {
  Projection edges;                       ///< the same synapses, without Projection::delay_ms
  std::vector<std::uint16_t> delay_steps; ///< [run]

  /// kind: "recurrent", "LGN" or "background", for messages. Throws Error naming the first edge whose delay is below
  /// half a step or above 65535 steps.
  NestTimedEdges(const Projection& projection, int steps_per_ms, const char* kind, ThreadPool& pool);

  int delay_of(const EdgeRun& run) const { return delay_steps[static_cast<std::size_t>(&run - edges.runs.data())]; }
};

} // namespace striate
