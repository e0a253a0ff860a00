// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/grating_filter.h"

#include "engine/core/simd.h"

#include <algorithm>

namespace striate {

namespace {

using Phasor = GratingSchedule::Phasor;

/// sum += change * tap * phasor, the growth of Q in docs/model/lgn.md#eq-13.
STRIATE_SIMD void grow(const float* tap, const float* change_re, const float* change_im, Phasor phasor, double* sum_re,
                       double* sum_im) {
  for (int l = 0; l < lines_per_block; ++l) {
    const double re = change_re[l], im = change_im[l], k = tap[l];
    sum_re[l] += k * (re * phasor.re - im * phasor.im);
    sum_im[l] += k * (re * phasor.im + im * phasor.re);
  }
}

/// drive += Im{ conj(phasor) * sum }, docs/model/lgn.md#eq-13.
template <typename Real>
STRIATE_SIMD void read_out(const Real* re, const Real* im, Real cosine, Real sine, float* drive, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l)
    drive[l] += static_cast<float>(cosine * im[l] - sine * re[l]);
}

} // namespace

void GratingFilter::look(const FilterBank& bank, std::int64_t now) {
  now_ = now;
  schedule_.forget(now, bank.last_lag());
  const auto carriers = schedule_.carriers();
  std::erase_if(sums_, [&](const Sum& sum) {
    return std::ranges::find(carriers, sum.carrier, &GratingSchedule::Carrier::id) == carriers.end();
  });
  for (std::size_t c = sums_.size(); c < carriers.size(); ++c)
    sums_.push_back({carriers[c].id, LineComplex(bank.padded_lines()), {}, {}, {}, {}});
  for (std::size_t c = 0; c < carriers.size(); ++c) {
    Sum& sum = sums_[c];
    sum.phasor = GratingSchedule::phasor(carriers[c].omega_per_ms, now);
    sum.growth.clear();
    for (const GratingSchedule::Change& change : carriers[c].changes)
      sum.growth.push_back(GratingSchedule::phasor(carriers[c].omega_per_ms, now - change.frame));
    if (!sum.growth.empty()) {
      sum.settled_re.clear();
      sum.settled_im.clear();
    } else if (sum.settled_re.empty()) {
      sum.settled_re.assign(sum.sum.re.begin(), sum.sum.re.end());
      sum.settled_im.assign(sum.sum.im.begin(), sum.sum.im.end());
    }
  }
}

void GratingFilter::step(const FilterBank& bank, std::size_t begin, std::size_t end, std::span<float> drive) {
  const std::size_t first = begin * lines_per_block, lines = (end - begin) * lines_per_block;
  std::ranges::fill(drive.subspan(first, lines), 0.0f);
  for (std::size_t c = 0; c < sums_.size(); ++c) {
    Sum& sum = sums_[c];
    const Phasor phasor = sum.phasor;
    if (sum.growth.empty()) {
      read_out(&sum.settled_re[first], &sum.settled_im[first], static_cast<float>(phasor.re),
               static_cast<float>(phasor.im), &drive[first], lines);
      continue;
    }
    const auto& changes = schedule_.carriers()[c].changes;
    for (std::size_t b = begin; b < end; ++b) {
      const FilterBank::Block& block = bank.block(b);
      const std::size_t line = b * lines_per_block;
      for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto lag = static_cast<int>(now_ - changes[i].frame);
        if (lag >= block.first && lag <= block.last)
          grow(block.row(lag), &changes[i].re[line], &changes[i].im[line], sum.growth[i], &sum.sum.re[line],
               &sum.sum.im[line]);
      }
    }
    read_out(&sum.sum.re[first], &sum.sum.im[first], phasor.re, phasor.im, &drive[first], lines);
  }
}

std::size_t GratingFilter::load() const {
  std::size_t passes = 0;
  for (const GratingSchedule::Carrier& carrier : schedule_.carriers())
    passes += 1 + carrier.changes.size();
  return passes;
}

} // namespace striate
