#include "engine/lgn/grating_filter.h"

#include "engine/core/simd.h"

#include <algorithm>

namespace striate {

namespace {

using Phasor = GratingSchedule::Phasor;

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

} // namespace

void GratingFilter::step(const FilterBank& bank, std::int64_t now, std::span<float> drive) {
  std::fill(drive.begin(), drive.end(), 0.0f);
  schedule_.forget(now, bank.last_lag());
  const auto carriers = schedule_.carriers();
  std::erase_if(sums_, [&](const Sum& sum) {
    return std::ranges::find(carriers, sum.carrier, &GratingSchedule::Carrier::id) == carriers.end();
  });
  for (std::size_t c = sums_.size(); c < carriers.size(); ++c)
    sums_.push_back({carriers[c].id, LineComplex(drive.size()), {}, {}});
  for (std::size_t c = 0; c < carriers.size(); ++c) {
    Sum& sum = sums_[c];
    for (const GratingSchedule::Change& change : carriers[c].changes) {
      const auto lag = static_cast<int>(now - change.frame);
      const Phasor phasor = GratingSchedule::phasor(carriers[c].omega_per_ms, lag);
      for (std::size_t b = 0; b < bank.blocks(); ++b) {
        const FilterBank::Block& block = bank.block(b);
        if (lag < block.first || lag > block.last)
          continue;
        const std::size_t line = b * lines_per_block;
        grow(block.row(lag), &change.re[line], &change.im[line], phasor, &sum.sum.re[line], &sum.sum.im[line]);
      }
    }
    const Phasor phasor = GratingSchedule::phasor(carriers[c].omega_per_ms, now);
    if (!carriers[c].changes.empty()) {
      sum.settled_re.clear();
      sum.settled_im.clear();
      read_out(sum.sum.re.data(), sum.sum.im.data(), phasor.re, phasor.im, drive.data(), drive.size());
      continue;
    }
    if (sum.settled_re.empty()) {
      sum.settled_re.assign(sum.sum.re.begin(), sum.sum.re.end());
      sum.settled_im.assign(sum.sum.im.begin(), sum.sum.im.end());
    }
    read_out(sum.settled_re.data(), sum.settled_im.data(), static_cast<float>(phasor.re), static_cast<float>(phasor.im),
             drive.data(), drive.size());
  }
}

std::size_t GratingFilter::load() const {
  std::size_t passes = 0;
  for (const GratingSchedule::Carrier& carrier : schedule_.carriers())
    passes += 1 + carrier.changes.size();
  return passes;
}

} // namespace striate
