// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/line_blocks.h"
#include "gpu/tasks/edge_chunks.h"

#include <cstdint>

namespace striate {

struct StretchClock; // gpu/tasks/basis4.h

/// The kernels of one block of lines in a device's memory, as FilterBank::Block: rows first..last.
struct LgnBlock {
  std::int32_t first = 0, last = 0;  ///< ms
  std::uint64_t taps = 0, steps = 0; ///< place of row `first`
};

/// One thing that every line does in a frame, in the order of the list. The first three are those of GratingFilter, the
/// others those of StepFilter for what changed within the stretch.
struct LgnPass {
  enum class Kind : std::uint32_t {
    grow,         ///< sum of the carrier += change * tap at lag * phasor
    read,         ///< drive += Im{ conj(phasor) * sum }
    read_settled, ///< the same in float: the sum no longer changes
    take,         ///< the frame's input is taken: row = input - seen, seen = input
    respond,      ///< drive += row * step response at lag
    remember      ///< drive += what changed before the stretch
  };
  Kind kind = Kind::grow;
  std::uint32_t carrier = 0; ///< place among the sums
  std::uint32_t row = 0;     ///< place among the changes
  std::int32_t lag = 0;      ///< ms
  double re = 0.0, im = 0.0; ///< phasor
};

/// One frame of all LGN units: rates and spikes. Plain pointers into the device's memory.
struct LgnTask {
  std::uint32_t units = 0, padded_lines = 0;
  const std::int32_t* second_line = nullptr; ///< [units] of composites, -1: none
  const LgnBlock* blocks = nullptr;
  const float* taps = nullptr; ///< [row][line of the block]
  const float* steps = nullptr;
  const float* spontaneous_Hz = nullptr; ///< [padded_lines]

  const LgnPass* passes = nullptr;
  const std::uint32_t* pass_begin = nullptr; ///< [frame + 1]
  double* sums = nullptr;                    ///< [carrier][re, im][padded_lines]
  const float* changes = nullptr;            ///< [row][re, im][padded_lines], of gratings
  const float* inputs = nullptr;             ///< [frame][padded_lines], of footage
  float* rows = nullptr;                     ///< [row][padded_lines]: changes of footage
  float* seen = nullptr;                     ///< [padded_lines]
  const float* memory = nullptr;             ///< [frame][padded_lines] of footage that changed before the stretch

  const StretchClock* clock = nullptr;
  std::uint32_t frame = 0; ///< of the stretch
  std::uint64_t seed = 0;

  float* rates_Hz = nullptr;           ///< [units] of this frame
  std::uint32_t* spike_bits = nullptr; ///< [(units + 31) / 32], zero before
  float* amounts = nullptr;            ///< [units] rates act as currents: how much of a spike each sends; null: spikes
  ChunkQueue queue;                    ///< for delivery
};

/// How the lines see pixels: ReceptiveFields::Windows of both axes.
struct LgnWindows {
  const std::int32_t *first_x = nullptr, *width_x = nullptr, *first_y = nullptr, *width_y = nullptr; ///< [line]
  const std::uint32_t *offset_x = nullptr, *offset_y = nullptr;                                      ///< [line]
  const float *weights_x = nullptr, *weights_y = nullptr;
};

/// The input of all lines in those frames of a stretch whose picture is new: the twin of ReceptiveFields::sample.
struct LookTask {
  /// A frame with a new picture.
  struct Picture {
    std::uint32_t frame = 0;
    std::int32_t pixels = -1; ///< place among the pictures; -1: the same everywhere
    float uniform = 0.0f;
  };
  LgnWindows windows;
  std::int32_t columns = 0, rows = 0;
  const Picture* pictures = nullptr;
  std::uint32_t count = 0;
  const float* pixels = nullptr; ///< [picture][row][column]
  std::uint32_t padded_lines = 0;
  float* inputs = nullptr; ///< [frame][line]
};

/// What footage that changed before a stretch does in each of its frames: the twin of StepFilter::start_group. A thread
/// takes one line and some frames, so each change is read once for all of them.
struct MemoryTask {
  static constexpr int frames_together = 8;
  /// A change within reach of the kernels.
  struct Change {
    std::uint32_t row = 0;
    std::int32_t age = 0; ///< ms at frame 0 of the stretch
  };
  const LgnBlock* blocks = nullptr;
  const float* steps = nullptr;
  std::uint32_t padded_lines = 0, frames = 0;
  const float* rows = nullptr;
  const Change* changes = nullptr;
  std::uint32_t count = 0;
  const std::uint32_t* absorbed = nullptr; ///< rows whose response is over: they only count as a sum from now on
  std::uint32_t absorbed_count = 0;
  float* settled = nullptr; ///< [line] their sum
  float* memory = nullptr;  ///< [frame][line]
};

} // namespace striate
