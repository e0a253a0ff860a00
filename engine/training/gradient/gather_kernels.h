// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate::training {

// The loops over synapses of the backward pass. A plane of J holds `lanes` numbers for every neuron: three steps of
// every trial of the batch, so that one reading of a synapse serves them all.

/// Trials that share one pass; more are done in several.
inline constexpr int most_trials = 8;
inline constexpr int most_lanes = 24;

/// Lanes that `trials` take: three a trial, rounded up to a multiple of 4.
constexpr int lanes_for(int trials) {
  return (3 * trials + 3) / 4 * 4;
}

/// sum[l] += weight[e] * plane[index[e] * lanes + l], the order of additions the same on every machine.
void gather(int lanes, const std::uint16_t* index, const float* weight, std::uint64_t count, const float* plane,
            float* sum);
void gather(int lanes, const std::uint16_t* index, const float* weight, std::uint64_t count, const double* plane,
            double* sum);

/// gradient[e] += plane[index[e] * lanes + lane]
void collect(int lanes, int lane, const std::uint16_t* index, std::uint64_t count, const float* plane, float* gradient);
void collect(int lanes, int lane, const std::uint32_t* index, std::uint64_t count, const float* plane, float* gradient);
void collect(int lanes, int lane, const std::uint16_t* index, std::uint64_t count, const double* plane,
             double* gradient);
void collect(int lanes, int lane, const std::uint32_t* index, std::uint64_t count, const double* plane,
             double* gradient);

} // namespace striate::training
