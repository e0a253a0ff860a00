#pragma once
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/line_blocks.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// What every line sees of a grating: its input at frame n is Im{ z exp(-j omega n) }, on one clock for all gratings
/// (spec: lgn, 5.4).
struct LineGrating {
  double omega_per_ms = 0.0;
  LineComplex z;
};

/// Temporal filtering of gratings in closed form (spec: lgn, 5.3-5.4), exact for any sequence of gratings.
///
/// The filtered input is Im{ exp(-j omega n) A(n) }, A = sum over past changes g of (change of z) * Q(n - g), where Q
/// is the running sum of kernel taps times exp(j omega lag). All changes at one omega add into one accumulator A per
/// line, in double so that it never drifts. A change costs time only while some kernel is shorter than its age; with
/// none left, A stands still and a step is a multiply-add per line. Value type; not thread-safe.
class GratingFilter {
public:
  /// From frame `now` on the screen shows the sum of `next`, each of the size of the bank and of a frequency of its
  /// own; none is gray.
  void change(std::span<const LineGrating> next, std::int64_t now);
  /// Adds frame `now`'s taps and writes the filtered input of every line (Hz, without the spontaneous rate).
  void step(const FilterBank& bank, std::int64_t now, std::span<float> drive);

  /// Passes over the lines that a step costs at present: 0 or 1 when all changes are old.
  std::size_t load() const;

private:
  struct Change {
    std::int64_t frame = 0;
    std::vector<float> re, im; ///< new z minus old z
  };
  /// All that happened at one temporal frequency.
  struct Carrier {
    double omega_per_ms = 0.0;
    bool lit = false;
    LineComplex z;                             ///< sum of all changes so far: what is on the screen now
    LineComplex sum;                           ///< A
    std::vector<Change> changes;               ///< those that still grow A
    std::vector<float> settled_re, settled_im; ///< A as float while nothing grows
  };

  Carrier& carrier(double omega_per_ms, std::size_t padded_lines);

  std::vector<Carrier> carriers_;
};

} // namespace striate
