// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/line_blocks.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// What every line sees of a grating: its input at frame n is Im{ z exp(-j omega n) }, on one clock for all gratings
/// (docs/model/lgn.md#eq-12).
struct LineGrating {
  double omega_per_ms = 0.0;
  LineComplex z;
};

/// Temporal filtering of gratings in closed form (docs/model/lgn.md#eq-13), exact for any sequence of gratings: what
/// there is to do in each frame. GratingFilter does it here, GpuLgn on a GPU.
///
/// The filtered input is Im{ exp(-j omega n) A(n) }, A = sum over past changes g of (change of z) * Q(n - g), where Q
/// is the running sum of kernel taps times exp(j omega lag). All changes at one omega add into one accumulator A per
/// line, in double so that it never drifts. A change costs time only while some kernel is shorter than its age; with
/// none left, A stands still and a step is a multiply-add per line. Value type; not thread-safe.
class GratingSchedule {
public:
  struct Change {
    std::uint32_t id = 0; ///< unlike that of all others
    std::int64_t frame = 0;
    std::vector<float> re, im; ///< new z minus old z
  };
  /// All that happened at one temporal frequency.
  struct Carrier {
    std::uint32_t id = 0; ///< unlike that of all others
    double omega_per_ms = 0.0;
    bool lit = false;
    LineComplex z;               ///< sum of all changes so far: what is on the screen now
    std::vector<Change> changes; ///< those that still grow A
  };
  struct Phasor {
    double re = 0.0, im = 0.0;
  };

  /// From frame `now` on the screen shows the sum of `next`, each of the size of the bank and of a frequency of its
  /// own; none is gray.
  void change(std::span<const LineGrating> next, std::int64_t now);
  /// Leaves out what no longer acts at frame `now` and after: changes beyond the longest kernel, and frequencies that
  /// left the screen and have no change within reach (what is left in their sums is rounding).
  void forget(std::int64_t now, int last_lag);

  std::span<const Carrier> carriers() const { return carriers_; }
  /// Whether a change still grows the sum at frame `now`.
  static bool grows(const Change& change, std::int64_t now, int last_lag) { return now - change.frame <= last_lag; }
  /// exp(j omega n): the product is rounded once, whatever n, and reduced exactly by the library.
  static Phasor phasor(double omega_per_ms, std::int64_t n);

private:
  Carrier& carrier(double omega_per_ms, std::size_t padded_lines);
  Change& add_change(Carrier& carrier, std::int64_t now);

  std::vector<Carrier> carriers_;
  std::uint32_t next_id_ = 0;
};

} // namespace striate
