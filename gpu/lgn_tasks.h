#pragma once
#include "engine/lgn/line_blocks.h"
#include "gpu/edge_chunks.h"

#include <cstdint>

namespace striate {

struct StretchClock; // gpu/kernel_tasks.h

/// The kernels of one block of lines in a device's memory, as FilterBank::Block: rows first..last.
struct LgnBlock {
  std::int32_t first = 0, last = 0;  ///< ms
  std::uint64_t taps = 0, steps = 0; ///< place of row `first`
};

/// One thing that every line does in a frame, in the order of the list. The first three are those of GratingFilter, the
/// others those of StepFilter.
struct LgnPass {
  enum class Kind : std::uint32_t {
    grow,         ///< sum of the carrier += change * tap at lag * phasor
    read,         ///< drive += Im{ conj(phasor) * sum }
    read_settled, ///< the same in float: the sum no longer changes
    take,         ///< the frame's input is taken: row = input - seen, seen = input
    respond,      ///< drive += row * step response at lag
    absorb,       ///< settled += row: its response is over
    rest          ///< drive += settled * end of the step response
  };
  Kind kind = Kind::grow;
  std::uint32_t carrier = 0; ///< place among the sums
  std::uint32_t row = 0;     ///< place among the changes; of `take` also that of the input
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
  float *seen = nullptr, *settled = nullptr; ///< [padded_lines]

  const StretchClock* clock = nullptr;
  std::uint32_t frame = 0; ///< of the stretch
  std::uint64_t seed = 0;
  std::uint32_t trial = 0;

  float* rates_Hz = nullptr;           ///< [units] of this frame
  std::uint32_t* spike_bits = nullptr; ///< [(units + 31) / 32], zero before
  ChunkQueue queue;                    ///< for delivery
};

} // namespace striate
