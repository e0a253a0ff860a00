// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/basis4/simulator.h"
#include "gpu/basis4/state.h"
#include "gpu/device/device_array.h"
#include "gpu/device/device_gauge.h"
#include "gpu/lgn/lgn.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace striate {

/// What the kernels of one stretch of steps mark, one row of words per step: bits of the neurons and of the LGN units
/// that fired, how many of their chunks are queued, and the first neuron whose numbers left the range.
struct StretchMarks {
  std::size_t neuron_words = 0, unit_words = 0;

  std::size_t unit_bits() const { return neuron_words; }
  std::size_t queued() const { return neuron_words + unit_words; }
  std::size_t lgn_queued() const { return queued() + 1; }
  std::size_t wild() const { return queued() + 2; }
  std::size_t row() const { return queued() + 3; }
};

/// Everything of a GpuSimulator that changes while it runs, also while it is only asked: asking between two steps of a
/// stretch takes the GPU back to there.
struct GpuSimulator::Run {
  static constexpr int most_steps = 64; ///< of a stretch
  static constexpr std::size_t most_observed_numbers = std::size_t{1} << 24;
  static constexpr std::int64_t observed_for = 2048; ///< steps after which a neuron nobody asks for is let go

  Run(const std::shared_ptr<Device>& device, const GpuTables& tables);

  int ready() const { return computed - handed; }
  std::uint32_t* mark(int step, std::size_t place) {
    return marks.data() + static_cast<std::size_t>(step) * layout.row() + place;
  }
  std::span<const std::uint32_t> marked(int step, std::size_t place, std::size_t size) const {
    return host_marks.values().subspan(static_cast<std::size_t>(step) * layout.row() + place, size);
  }
  /// Waits for what was computed.
  void arrive(Device& device);
  /// The numbers of these neurons at the latest step, when all of them are observed; else false.
  bool recall(std::span<const std::uint32_t> neurons, std::int64_t now, std::vector<Numbers>& out);
  std::uint32_t* lgn_queue(int step) { return lgn_queues.data() + static_cast<std::size_t>(step % 2) * lgn_queue_size; }
  /// What units send as currents in a step; null: they send spikes.
  float* amounts(int step) {
    return as_currents ? lgn_amounts.data() + static_cast<std::size_t>(step % 2) * (lgn_amounts.size() / 2) : nullptr;
  }
  /// Forgets what was computed: the state is another one by now.
  void drop() { computed = handed = 0; }

  GpuState state, kept; ///< kept: at the beginning of the stretch
  std::optional<GpuLgn> lgn;

  StretchMarks layout;
  DeviceArray<std::uint32_t> marks, queue;
  std::size_t lgn_queue_size;
  DeviceArray<std::uint32_t> lgn_queues; ///< [2]: that of a step and that of the next
  DeviceArray<float> lgn_amounts;        ///< [2][unit] the same of what units send as currents
  bool as_currents = false;              ///< the LGN of the stretch
  DeviceArray<std::uint32_t> given_count;
  DeviceArray<float> background; ///< [step][source] what multiplies the weights
  DeviceArray<StretchClock> clock;
  DeviceArray<float> rates_Hz; ///< [step][unit]
  PinnedArray<std::uint32_t> host_marks;
  PinnedArray<float> host_rates_Hz;
  std::vector<float> drawn; ///< the background of the stretch

  /// Neurons whose numbers are kept for every step, ascending, and when they were last asked for.
  std::vector<std::uint32_t> observed;
  std::vector<std::int64_t> asked;
  std::vector<std::uint32_t> wanted; ///< to be observed from the next stretch on
  DeviceArray<std::uint32_t> observed_ids;
  DeviceArray<float> numbers; ///< [step][observed][GatherTask::numbers]
  PinnedArray<float> host_numbers;

  std::map<int, std::unique_ptr<LaunchSequence>> sequences; ///< by number of steps
  std::uint64_t sequences_layout = 0;                       ///< of the LGN, when they were recorded

  int computed = 0, handed = 0; ///< steps of the stretch
  /// While somebody edits, long stretches would be computed in vain; they grow again by and by.
  int next_length = most_steps;
  static constexpr int shortest = 8;
  bool sees = false;                     ///< the stretch has its LGN spikes from `lgn`
  bool arrived = true;                   ///< its results are on the host
  std::vector<std::uint32_t> handed_lgn; ///< units that fired, or that send a current
  std::vector<float> handed_amounts;     ///< as StepInput

  DeviceGauge gauge;
};

} // namespace striate
