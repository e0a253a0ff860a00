#include "engine/lgn/grating_filter.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <array>
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

STRIATE_SIMD void take_off(const float* change_re, const float* change_im, double* re, double* im) {
  for (int l = 0; l < lines_per_block; ++l) {
    re[l] -= static_cast<double>(change_re[l]);
    im[l] -= static_cast<double>(change_im[l]);
  }
}

/// Q(infinity) of one block.
STRIATE_SIMD void transfer(const float* taps, int lags, const double* cosine, const double* sine, double* re,
                           double* im) {
  for (int i = 0; i < lags; ++i) {
    const float* row = taps + static_cast<std::ptrdiff_t>(i) * lines_per_block;
    for (int l = 0; l < lines_per_block; ++l) {
      re[l] += static_cast<double>(row[l]) * cosine[i];
      im[l] += static_cast<double>(row[l]) * sine[i];
    }
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

void GratingFilter::change(const LineGrating& next, std::int64_t now) {
  const std::size_t lines = next.z.re.size();
  const auto add_change = [&](Carrier& carrier, bool lit) -> Change& {
    carrier.settled_re.clear();
    carrier.settled_im.clear();
    Change& change =
        carrier.changes.emplace_back(Change{now, carrier.lit, std::vector<float>(lines), std::vector<float>(lines)});
    carrier.lit = lit;
    return change;
  };
  for (Carrier& old : carriers_)
    if (old.lit && !(next.lit && old.omega_per_ms == next.omega_per_ms)) {
      Change& change = add_change(old, false);
      move_to_zero(old.z.re.data(), change.re.data(), lines);
      move_to_zero(old.z.im.data(), change.im.data(), lines);
    }
  if (!next.lit)
    return;
  Carrier& current = carrier(next.omega_per_ms, lines);
  Change& change = add_change(current, true);
  move_to(next.z.re.data(), current.z.re.data(), change.re.data(), lines);
  move_to(next.z.im.data(), current.z.im.data(), change.im.data(), lines);
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

FirFilter::Past GratingFilter::replay(std::int64_t begin, std::int64_t end) const {
  std::vector<std::vector<Phasor>> clocks;
  for (const Carrier& carrier : carriers_) {
    std::vector<Phasor>& clock = clocks.emplace_back();
    for (std::int64_t n = begin; n < end; ++n)
      clock.emplace_back(carrier.omega_per_ms, n);
  }
  return [this, begin, clocks = std::move(clocks)](std::size_t block, std::int64_t from, std::int64_t to,
                                                   float* inputs) {
    std::fill(inputs, inputs + (to - from) * lines_per_block, 0.0f);
    const std::size_t line = block * lines_per_block;
    for (std::size_t c = 0; c < carriers_.size(); ++c) {
      const Carrier& carrier = carriers_[c];
      // From the newest frame back: before each change, what it changed is taken off again.
      std::array<double, lines_per_block> re, im;
      std::copy_n(&carrier.z.re[line], lines_per_block, re.begin());
      std::copy_n(&carrier.z.im[line], lines_per_block, im.begin());
      bool lit = carrier.lit;
      auto change = carrier.changes.rbegin();
      for (std::int64_t n = to - 1; n >= from; --n) {
        for (; change != carrier.changes.rend() && change->frame > n; ++change) {
          take_off(&change->re[line], &change->im[line], re.data(), im.data());
          lit = change->lit_before;
        }
        if (!lit)
          continue;
        const Phasor& phasor = clocks[c][static_cast<std::size_t>(n - begin)];
        read_out(re.data(), im.data(), phasor.re, phasor.im, inputs + (n - from) * lines_per_block, lines_per_block);
      }
    }
  };
}

void GratingFilter::settle(const FilterBank& bank, const LineGrating& grating) {
  carriers_.clear();
  if (!grating.lit)
    return;
  std::vector<double> cosine, sine;
  for (int lag = 0; lag <= bank.last_lag(); ++lag) {
    const Phasor phasor(grating.omega_per_ms, lag);
    cosine.push_back(phasor.re);
    sine.push_back(phasor.im);
  }
  Carrier& current = carrier(grating.omega_per_ms, bank.padded_lines());
  current.lit = true;
  current.z = grating.z;
  for (std::size_t b = 0; b < bank.blocks(); ++b) {
    const FilterBank::Block& block = bank.block(b);
    std::array<double, lines_per_block> re{}, im{};
    transfer(block.taps.data(), block.last - block.first + 1, cosine.data() + block.first, sine.data() + block.first,
             re.data(), im.data());
    for (int l = 0; l < lines_per_block; ++l) {
      const std::size_t line = b * lines_per_block + l;
      current.sum.re[line] = grating.z.re[line] * re[l] - grating.z.im[line] * im[l];
      current.sum.im[line] = grating.z.re[line] * im[l] + grating.z.im[line] * re[l];
    }
  }
}

} // namespace striate
