// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/simulation/aligned_vector.h"
#include "engine/simulation/background_counts.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// What the background sources send in a block of steps. The background does not depend on the network, so it is known
/// ahead; given spikes make a block of their own that nothing is ahead in. One thread at a time.
class BackgroundAhead {
public:
  static constexpr std::size_t steps = 8; ///< of a block

  explicit BackgroundAhead(BackgroundCounts counts);

  /// Makes sure that the block holds `step`.
  void look_at(std::int64_t step);
  /// The sources that fire at `step`, each as often as it does, in place of generated ones.
  void give(std::int64_t step, std::span<const std::uint32_t> sources);

  bool is_new() const { return is_new_; }      ///< the latest call began another block
  std::size_t place() const { return place_; } ///< of its step in the block
  /// [source][steps] what multiplies the weights; beyond the block's end of no meaning.
  std::span<const float> amounts() const { return amounts_; }
  /// out[source] of the latest call's step.
  void copy(std::vector<float>& out) const;

private:
  BackgroundCounts counts_;
  AlignedVector<float> amounts_;
  std::int64_t first_ = 0;
  std::size_t length_ = 0, place_ = 0; ///< steps
  bool is_new_ = false;
};

/// The weights that the background brings to the neurons of one range, summed for a whole block: each synapse is read
/// once for eight steps and the sum over a neuron's few synapses stays in a register, where a delivery spike by spike
/// would look up a target for every event. Per neuron and step the sum runs over its synapses in their order. Each
/// thread uses its own object.
class BackgroundBlock {
public:
  /// The neurons [begin, end).
  BackgroundBlock(std::uint32_t begin, std::uint32_t end);

  void sum(const BackgroundProjection& background, std::span<const float> amounts);
  /// Synapses of the range that are used in the step at this place.
  std::uint64_t events(std::size_t place) const { return events_[place]; }
  /// plane[n] += what arrives at neuron n in the step at this place of the block.
  void add(std::size_t place, std::span<float> plane) const;

private:
  std::uint32_t begin_, end_;
  std::size_t stride_;                  ///< neurons of the range, up to whole tiles
  AlignedVector<float> sums_;           ///< [step][stride] pA
  std::vector<std::uint32_t> synapses_; ///< of each source in the range, counted at the first block
  std::array<std::uint64_t, BackgroundAhead::steps> events_{};
};

} // namespace striate
