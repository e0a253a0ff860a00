// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/aligned_vector.h"

#include <cstddef>
#include <cstdint>

namespace striate {

/// What the backward pass must know of a stretch of steps: v and the bit [rho = 0] of every neuron, step and trial.
/// Spikes are kept apart, in SpikeTrains.
template <typename Real>
class Tape {
public:
  /// Makes room for steps first..last; keeps the memory it has.
  void open(int trials, std::uint32_t neurons, int first, int last) {
    trials_ = static_cast<std::size_t>(trials);
    first_ = first;
    stride_ = (neurons + std::size_t{63}) / 64 * 64;
    const std::size_t rows = static_cast<std::size_t>(last - first + 1) * trials_;
    v_.resize(rows * stride_);
    free_.resize(rows * (stride_ / 8));
  }
  Real* v(int trial, int step) { return v_.data() + row(trial, step) * stride_; }
  const Real* v(int trial, int step) const { return v_.data() + row(trial, step) * stride_; }
  /// Bit i % 8 of byte i / 8: neuron i is not refractory.
  std::uint8_t* free_bits(int trial, int step) { return free_.data() + row(trial, step) * (stride_ / 8); }
  const std::uint8_t* free_bits(int trial, int step) const { return free_.data() + row(trial, step) * (stride_ / 8); }
  std::size_t bytes() const { return v_.size() * sizeof(Real) + free_.size(); }

  /// Bytes that one step of one trial takes.
  static std::size_t step_bytes(std::uint32_t neurons) {
    const std::size_t stride = (neurons + std::size_t{63}) / 64 * 64;
    return stride * sizeof(Real) + stride / 8;
  }

private:
  std::size_t row(int trial, int step) const {
    return static_cast<std::size_t>(step - first_) * trials_ + static_cast<std::size_t>(trial);
  }

  std::size_t trials_ = 0, stride_ = 0;
  int first_ = 1;
  AlignedVector<Real> v_;
  AlignedVector<std::uint8_t> free_;
};

} // namespace striate
