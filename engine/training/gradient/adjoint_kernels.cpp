// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/adjoint_kernels.h"

#include "engine/core/simd.h"
#include "engine/kernels/adjoint_update.h"

namespace striate::training {

namespace {

template <typename Real>
[[gnu::always_inline]] inline void unpack(const std::uint8_t* __restrict bits, std::uint32_t begin, std::uint32_t count,
                                          Real* __restrict out) {
  std::uint32_t i = 0;
  for (; i < count && (begin + i) % 8 != 0; ++i)
    out[i] = static_cast<Real>((bits[(begin + i) / 8] >> ((begin + i) % 8)) & 1);
  for (; i + 8 <= count; i += 8) {
    const std::int32_t byte = bits[(begin + i) / 8];
    for (std::int32_t k = 0; k < 8; ++k)
      out[i + static_cast<std::uint32_t>(k)] = static_cast<Real>((byte >> k) & 1);
  }
  for (; i < count; ++i)
    out[i] = static_cast<Real>((bits[(begin + i) / 8] >> ((begin + i) % 8)) & 1);
}

template <typename Real>
[[gnu::always_inline]] inline void shape_rows(const Surrogate& shape, const Real* v, const Real* open,
                                              std::uint32_t count, Real* psi) {
  const auto damping = static_cast<Real>(shape.damping);
  if (shape.shape == Surrogate::Shape::triangular) {
#pragma GCC ivdep
    for (std::uint32_t i = 0; i < count; ++i)
      psi[i] = triangular_surrogate(v[i], damping) * open[i];
  } else {
    const auto inverse_width = static_cast<Real>(1.0 / shape.width);
    for (std::uint32_t i = 0; i < count; ++i)
      psi[i] = gaussian_surrogate(v[i], damping, inverse_width) * open[i];
  }
}

template <typename Real>
[[gnu::always_inline]] inline void step_back(const AdjointPiece<Real>& piece, std::uint32_t count, Real carried,
                                             Real gain, const float (&decay)[4], const Real* __restrict direct,
                                             const Real* __restrict open) {
  Real* __restrict carry = piece.carry;
  Real* __restrict q_0 = piece.q[0];
  Real* __restrict q_1 = piece.q[1];
  Real* __restrict q_2 = piece.q[2];
  Real* __restrict q_3 = piece.q[3];
  Real* __restrict new_0 = piece.new_p[0];
  Real* __restrict new_1 = piece.new_p[1];
  Real* __restrict new_2 = piece.new_p[2];
  Real* __restrict new_3 = piece.new_p[3];
  const Real* __restrict old_0 = piece.old_p[0];
  const Real* __restrict old_1 = piece.old_p[1];
  const Real* __restrict old_2 = piece.old_p[2];
  const Real* __restrict old_3 = piece.old_p[3];
  const Real decay_0 = decay[0];
  const Real decay_1 = decay[1];
  const Real decay_2 = decay[2];
  const Real decay_3 = decay[3];
#pragma GCC ivdep
  for (std::uint32_t i = 0; i < count; ++i) {
    carry[i] = adjoint_cell(direct[i], carried, open[i], carry[i]);
    const Real inflow = gain * carry[i];
    adjoint_synapse(inflow, decay_0, q_0[i], old_0[i], new_0[i]);
    adjoint_synapse(inflow, decay_1, q_1[i], old_1[i], new_1[i]);
    adjoint_synapse(inflow, decay_2, q_2[i], old_2[i], new_2[i]);
    adjoint_synapse(inflow, decay_3, q_3[i], old_3[i], new_3[i]);
  }
}

template <typename Real>
[[gnu::always_inline]] inline void mix(const std::array<const Real*, 4>& p, std::uint32_t count,
                                       const float (&drive)[4], Real* __restrict out) {
  const Real* __restrict p_0 = p[0];
  const Real* __restrict p_1 = p[1];
  const Real* __restrict p_2 = p[2];
  const Real* __restrict p_3 = p[3];
  const Real d_0 = drive[0];
  const Real d_1 = drive[1];
  const Real d_2 = drive[2];
  const Real d_3 = drive[3];
  for (std::uint32_t i = 0; i < count; ++i)
    out[i] = (d_0 * p_0[i] + d_1 * p_1[i]) + (d_2 * p_2[i] + d_3 * p_3[i]);
}

} // namespace

// A type in a macro cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define STRIATE_ADJOINT(Real)                                                                                          \
  STRIATE_SIMD void unpack_bits(const std::uint8_t* bits, std::uint32_t begin, std::uint32_t count, Real* out) {       \
    unpack(bits, begin, count, out);                                                                                   \
  }                                                                                                                    \
  STRIATE_SIMD void surrogate(const Surrogate& shape, const Real* v, const Real* open, std::uint32_t count,            \
                              Real* psi) {                                                                             \
    shape_rows(shape, v, open, count, psi);                                                                            \
  }                                                                                                                    \
  STRIATE_SIMD void adjoint_neurons(const AdjointPiece<Real>& piece, std::uint32_t count, Real carried, Real gain,     \
                                    const float(&decay)[SynapseConstants::bases], const Real* direct,                  \
                                    const Real* open) {                                                                \
    step_back(piece, count, carried, gain, decay, direct, open);                                                       \
  }                                                                                                                    \
  STRIATE_SIMD void project(const std::array<const Real*, SynapseConstants::bases>& p, std::uint32_t count,            \
                            const float(&drive)[SynapseConstants::bases], Real* out) {                                 \
    mix(p, count, drive, out);                                                                                         \
  }

STRIATE_ADJOINT(float)
STRIATE_ADJOINT(double)
#undef STRIATE_ADJOINT
// NOLINTEND(bugprone-macro-parentheses)

} // namespace striate::training
