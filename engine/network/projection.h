// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Edges of one row that share delay and synaptic slot: one run ends where the next begins.
struct EdgeRun {
  std::uint64_t begin = 0; ///< index of the first edge
  std::uint8_t delay = 0;  ///< steps of 1 ms, as basis4 has them; 0 for LGN (no delay in basis4)
  std::uint8_t slot = 0;   ///< presynaptic class: first index of ModelTables::synapse
};

/// A sparse matrix of synapses by source, as the simulators read it without conversion.
/// Row = source; inside a row runs in order of (slot, delay); inside a run targets ascending, so the share of a thread
/// or a tile that owns a contiguous range of targets is contiguous too. 8 bytes an edge plus the runs.
/// Weight in pA: peak of the fast alpha component; negative for inhibition.
struct Projection {
  std::uint32_t source_count = 0;
  std::uint32_t target_count = 0;
  std::vector<std::uint64_t> row_run; ///< [source_count + 1] first run of each row; empty when there are no sources
  std::vector<EdgeRun> runs;          ///< all runs and one closing entry whose begin is the edge count
  std::vector<std::uint32_t> target;
  std::vector<float> weight;
  /// Delay of each edge, ms, where edges of one pair of classes differ in it; else empty: ModelTables has the delay of
  /// each pair. For the dynamics `nest`; basis4 takes that of the run.
  std::vector<double> delay_ms;

  std::uint64_t edge_count() const { return target.size(); }
  std::span<const EdgeRun> row(std::uint32_t source) const {
    return {runs.data() + row_run[source], runs.data() + row_run[source + 1]};
  }
  /// Edges of a run that lies inside `runs` (the closing entry bounds the last one).
  std::uint64_t run_end(const EdgeRun& run) const { return (&run + 1)->begin; }
  int max_delay() const;
  std::uint64_t bytes() const;
};

/// Background synapses by target: the simulators gather them. 5 bytes an edge.
struct BackgroundProjection {
  std::uint32_t source_count = 0;
  std::vector<std::uint32_t> row_start; ///< [target_count + 1]
  std::vector<std::uint8_t> source;     ///< at most 256 sources
  std::vector<float> weight;            ///< pA
  std::vector<double> delay_ms;         ///< as Projection::delay_ms
};

} // namespace striate
