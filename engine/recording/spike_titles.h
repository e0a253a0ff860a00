// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace striate {

/// Which columns of a spike table hold what, by the titles in its header line.
struct SpikeTitles {
  std::size_t time = 0, id = 0;
  std::optional<std::size_t> population = {};
  bool steps = false;                     ///< the times are numbers of NEST's steps
  std::optional<std::size_t> offset = {}; ///< of those: ms to subtract
  std::optional<double> ms_per_unit = {}; ///< of the times; empty: the title names no unit
};

/// Understands SONATA's titles (timestamps, node_ids, population), NEST's (sender, time_ms, time_step, time_offset) and
/// usual others (time, t, spike_times, id, gid, neuron ...), in capitals or not, with a unit behind the time ("time
/// (s)", "timestamps_s"). Throws Error naming the file: titles that are missing or there twice, a unit that is not
/// known, columns of a NEST recorder of other things than spikes.
SpikeTitles spike_titles(std::span<const std::string> header, const std::string& file);

} // namespace striate
