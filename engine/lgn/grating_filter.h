// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/grating_schedule.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Carries the schedule out on the CPU. Value type; not thread-safe.
class GratingFilter {
public:
  /// As GratingSchedule::change.
  void change(std::span<const LineGrating> next, std::int64_t now) { schedule_.change(next, now); }
  /// Goes on to frame `now`; then step() of all blocks must follow.
  void look(const FilterBank& bank, std::int64_t now);
  /// Adds the frame's taps and writes the filtered input (Hz, without the spontaneous rate) of the blocks of lines
  /// [begin, end); threads may share the blocks of a frame.
  void step(const FilterBank& bank, std::size_t begin, std::size_t end, std::span<float> drive);

  /// Passes over the lines that a step costs at present: 0 or 1 when all changes are old.
  std::size_t load() const;

private:
  struct Sum {
    std::uint32_t carrier = 0;                   ///< its id
    LineComplex sum;                             ///< A
    std::vector<float> settled_re, settled_im;   ///< A as float while nothing grows
    GratingSchedule::Phasor phasor;              ///< of this frame
    std::vector<GratingSchedule::Phasor> growth; ///< of the age of every change that still grows A
  };

  GratingSchedule schedule_;
  std::vector<Sum> sums_; ///< of the schedule's carriers, in their order
  std::int64_t now_ = 0;
};

} // namespace striate
