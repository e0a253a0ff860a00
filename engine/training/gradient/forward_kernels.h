// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/cell_constants.h"

#include <array>
#include <cstdint>

namespace striate::training {

// The loops of the forward pass, in float and (for the check of the gradient) in double. Same order of additions as the
// simulator, so the same spikes.

/// Raw pointers to the first neuron of a piece of one cell model; no two arrays overlap.
template <typename Real>
struct ForwardPiece {
  std::array<Real*, SynapseConstants::slots> plane; ///< weights that arrive in this step, by slot, pA; zeroed
  std::array<Real*, SynapseConstants::bases> rise, current;
  Real *v, *asc_0, *asc_1;
  std::int32_t* countdown;
};

/// plane[target[e]] += weight[e].
void deliver(const std::uint32_t* target, const float* weight, std::uint32_t count, float* plane);
void deliver(const std::uint32_t* target, const float* weight, std::uint32_t count, double* plane);

/// One step of `count` <= NeuronPiece::largest neurons (docs/model/dynamics.md#basis4-one-step); fires[i] = 0 or 1.
void update_neurons(const ForwardPiece<float>& piece, std::uint32_t count, const CellConstants& cell,
                    const SynapseConstants& synapses, std::int32_t clamp_above, std::int32_t* fires);
void update_neurons(const ForwardPiece<double>& piece, std::uint32_t count, const CellConstants& cell,
                    const SynapseConstants& synapses, std::int32_t clamp_above, std::int32_t* fires);

} // namespace striate::training
