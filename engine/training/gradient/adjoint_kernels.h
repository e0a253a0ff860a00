// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/cell_constants.h"
#include "engine/kernels/surrogate.h"

#include <array>
#include <cstdint>

namespace striate::training {

// The loops over neurons of the backward pass, in float and in double.

/// out[i] = bit begin + i: 1 where the neuron is free to fire, 0 where it is refractory.
void unpack_bits(const std::uint8_t* bits, std::uint32_t begin, std::uint32_t count, float* out);
void unpack_bits(const std::uint8_t* bits, std::uint32_t begin, std::uint32_t count, double* out);

/// psi[i] = surrogate(v[i]) * open[i].
void surrogate(const Surrogate& shape, const float* v, const float* open, std::uint32_t count, float* psi);
void surrogate(const Surrogate& shape, const double* v, const double* open, std::uint32_t count, double* psi);

template <typename Real>
struct AdjointPiece {
  Real* carry;
  std::array<Real*, SynapseConstants::bases> q, new_p;
  std::array<const Real*, SynapseConstants::bases> old_p;
};

/// One step back of `count` neurons of one cell model; see adjoint_update.h. direct[i], open[i] as there.
void adjoint_neurons(const AdjointPiece<float>& piece, std::uint32_t count, float carried, float gain,
                     const float (&decay)[SynapseConstants::bases], const float* direct, const float* open);
void adjoint_neurons(const AdjointPiece<double>& piece, std::uint32_t count, double carried, double gain,
                     const float (&decay)[SynapseConstants::bases], const double* direct, const double* open);

/// out[i] = sum_r drive[r] p[r][i]: J of one kind of synapse.
void project(const std::array<const float*, SynapseConstants::bases>& p, std::uint32_t count,
             const float (&drive)[SynapseConstants::bases], float* out);
void project(const std::array<const double*, SynapseConstants::bases>& p, std::uint32_t count,
             const float (&drive)[SynapseConstants::bases], double* out);

} // namespace striate::training
