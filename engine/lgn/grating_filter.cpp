#include "engine/lgn/grating_filter.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

struct Phasor {
  double re, im;

  /// exp(j omega n): the product is rounded once, whatever n, and reduced exactly by the library.
  Phasor(double omega, std::int64_t n)
      : re(std::cos(omega * static_cast<double>(n))), im(std::sin(omega * static_cast<double>(n))) {}
};

/// sum += change * tap * phasor.
STRIATE_SIMD void grow(const float* tap, const float* change_re, const float* change_im, Phasor phasor, double* sum_re,
                       double* sum_im) {
  for (int l = 0; l < lines_per_block; ++l) {
    const double re = change_re[l], im = change_im[l], k = tap[l];
    sum_re[l] += k * (re * phasor.re - im * phasor.im);
    sum_im[l] += k * (re * phasor.im + im * phasor.re);
  }
}

/// drive += Im{ conj(phasor) * sum }.
template <typename Real>
STRIATE_SIMD void read_out(const Real* re, const Real* im, Real cosine, Real sine, float* drive, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l)
    drive[l] += static_cast<float>(cosine * im[l] - sine * re[l]);
}

/// change = target - z as float, z += change: the rounding of a change is made good by the next one.
STRIATE_SIMD void move_to(const double* target, double* z, float* change, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    change[l] = static_cast<float>(target[l] - z[l]);
    z[l] += static_cast<double>(change[l]);
  }
}

STRIATE_SIMD void move_to_zero(double* z, float* change, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    change[l] = static_cast<float>(-z[l]);
    z[l] += static_cast<double>(change[l]);
  }
}

} // namespace

GratingFilter::Carrier& GratingFilter::carrier(double omega_per_ms, std::size_t padded_lines) {
  for (Carrier& known : carriers_)
    if (known.omega_per_ms == omega_per_ms)
      return known;
  Carrier& fresh = carriers_.emplace_back();
  fresh.omega_per_ms = omega_per_ms;
  fresh.z = LineComplex(padded_lines);
  fresh.sum = LineComplex(padded_lines);
  return fresh;
}

void GratingFilter::change(std::span<const LineGrating> next, std::int64_t now) {
  const auto add_change = [&](Carrier& carrier) -> Change& {
    const std::size_t lines = carrier.z.re.size();
    carrier.settled_re.clear();
    carrier.settled_im.clear();
    return carrier.changes.emplace_back(Change{now, std::vector<float>(lines), std::vector<float>(lines)});
  };
  for (Carrier& old : carriers_) {
    const auto same = [&](const LineGrating& grating) { return grating.omega_per_ms == old.omega_per_ms; };
    if (!old.lit || std::ranges::any_of(next, same))
      continue;
    old.lit = false;
    Change& change = add_change(old);
    move_to_zero(old.z.re.data(), change.re.data(), change.re.size());
    move_to_zero(old.z.im.data(), change.im.data(), change.im.size());
  }
  for (const LineGrating& grating : next) {
    Carrier& current = carrier(grating.omega_per_ms, grating.z.re.size());
    current.lit = true;
    if (current.z == grating.z)
      continue;
    Change& change = add_change(current);
    move_to(grating.z.re.data(), current.z.re.data(), change.re.data(), change.re.size());
    move_to(grating.z.im.data(), current.z.im.data(), change.im.data(), change.im.size());
  }
}

void GratingFilter::step(const FilterBank& bank, std::int64_t now, std::span<float> drive) {
  std::fill(drive.begin(), drive.end(), 0.0f);
  for (Carrier& carrier : carriers_) {
    std::erase_if(carrier.changes, [&](const Change& change) { return now - change.frame > bank.last_lag(); });
    for (const Change& change : carrier.changes) {
      const auto lag = static_cast<int>(now - change.frame);
      const Phasor phasor(carrier.omega_per_ms, lag);
      for (std::size_t b = 0; b < bank.blocks(); ++b) {
        const FilterBank::Block& block = bank.block(b);
        if (lag < block.first || lag > block.last)
          continue;
        const std::size_t line = b * lines_per_block;
        grow(block.row(lag), &change.re[line], &change.im[line], phasor, &carrier.sum.re[line], &carrier.sum.im[line]);
      }
    }
  }
  // A frequency that left the screen and has no change within reach of the kernels is over: what is left in it is
  // rounding.
  std::erase_if(carriers_, [](const Carrier& carrier) { return !carrier.lit && carrier.changes.empty(); });
  for (Carrier& carrier : carriers_) {
    const Phasor phasor(carrier.omega_per_ms, now);
    if (!carrier.changes.empty()) {
      read_out(carrier.sum.re.data(), carrier.sum.im.data(), phasor.re, phasor.im, drive.data(), drive.size());
      continue;
    }
    if (carrier.settled_re.empty()) {
      carrier.settled_re.assign(carrier.sum.re.begin(), carrier.sum.re.end());
      carrier.settled_im.assign(carrier.sum.im.begin(), carrier.sum.im.end());
    }
    read_out(carrier.settled_re.data(), carrier.settled_im.data(), static_cast<float>(phasor.re),
             static_cast<float>(phasor.im), drive.data(), drive.size());
  }
}

std::size_t GratingFilter::load() const {
  std::size_t passes = 0;
  for (const Carrier& carrier : carriers_)
    passes += 1 + carrier.changes.size();
  return passes;
}

} // namespace striate
