// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// A stretch of a trial in ms since its start, with the convention for spikes at its edges
/// (docs/model/analysis.md#windows-and-neurons).
struct SpikeWindow {
  enum class Edges : std::uint8_t {
    half_open, ///< [from, to): times are the beginning of a step
    left_open, ///< (from, to]: times are the end of a step
    open,      ///< (from, to)
    closed     ///< [from, to]
  };
  double from_ms = 0.0, to_ms = 0.0;
  Edges edges = Edges::half_open;

  bool contains(double time_ms) const {
    const bool after = edges == Edges::half_open || edges == Edges::closed ? time_ms >= from_ms : time_ms > from_ms;
    const bool before = edges == Edges::left_open || edges == Edges::closed ? time_ms <= to_ms : time_ms < to_ms;
    return after && before;
  }
  double seconds() const { return (to_ms - from_ms) / 1000.0; }
  bool empty() const { return !(to_ms > from_ms); }
  bool operator==(const SpikeWindow&) const = default;
};
const char* edges_name(SpikeWindow::Edges edges); ///< "[from, to)"

/// The spikes of one trial: times in ms since its start, in any order, and the index of the neuron of each.
struct TrialSpikes {
  std::vector<double> time_ms;
  std::vector<std::uint32_t> neuron;

  std::size_t size() const { return time_ms.size(); }
};

/// Spikes of every neuron in the window. Indices beyond `neurons` are left out.
std::vector<std::uint32_t> spike_counts(const TrialSpikes& spikes, const SpikeWindow& window, std::uint32_t neurons);

/// Spikes per ms of the neurons whose selected[] is not 0, in the whole milliseconds of the window. Spikes at the edges
/// follow the window; a spike at the closed end joins the last millisecond.
std::vector<std::uint32_t> pooled_counts(const TrialSpikes& spikes, const SpikeWindow& window,
                                         std::span<const std::uint8_t> selected);

/// Index of the millisecond of the window that holds a time; -1 outside.
std::int64_t millisecond_of(const SpikeWindow& window, double time_ms);

} // namespace striate
