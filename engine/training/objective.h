#pragma once
#include <cstdint>

namespace striate {

/// What forward and backward pass ask of the losses. Called on several threads at once, each with its own range of
/// neurons [begin, end); arrays start at neuron `begin`. Steps count from 1.
template <typename Real>
class Objective {
public:
  virtual ~Objective() = default;

  /// Forward pass: v of one step, seen once per trial, step and neuron.
  virtual void observe_voltage(int trial, int step, std::uint32_t begin, std::uint32_t end, const Real* v) = 0;
  /// Backward pass: adds dLoss/dz and dLoss/dv of one step.
  virtual void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end,
                                  Real* gradient) const = 0;
  virtual void add_voltage_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, const Real* v,
                                    Real* gradient) const = 0;
};

} // namespace striate
