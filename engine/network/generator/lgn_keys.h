// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

namespace striate {

/// The inner loops of LGN selection. A candidate of weight w gets the key ln(-ln u) - ln w with its own uniform u: the
/// n smallest keys are n draws of successive weighted sampling without replacement (docs/model/network.md#eq-17).
/// Single precision with our own logarithm: a key is wrong by less than 1e-5 (the relative error of w), the same on
/// every machine.

/// Key of a candidate that may not be chosen.
inline constexpr float excluded_key = 1e30f;

/// Words 0..4*draws-1 of a stream: word i + k*draws is the k-th of draw i.
void random_words(std::uint64_t seed, std::uint32_t target, std::uint32_t purpose, std::uint32_t draws,
                  std::uint32_t* words);

struct LgnFrame {
  float x_deg = 0.0f, y_deg = 0.0f; ///< field centre of the neuron
  float cosine = 1.0f, sine = 0.0f; ///< axis of the field
  float shift_deg = 0.0f;           ///< of the LGN class along the axis
  float log_weight = 0.0f;          ///< of the LGN class
};

/// Keys and squared elliptic distances d^2 of docs/model/network.md#eq-11 of units at (x, y); those beyond 40 degrees
/// are excluded.
void selection_keys(const LgnFrame& frame, const float* x_deg, const float* y_deg, std::size_t count,
                    const std::uint32_t* words, float* key, float* distance_sq);

/// Keys for weights exp(-k d^2 / 50), docs/model/network.md#eq-18.
void nearness_keys(float k, const float* distance_sq, std::size_t count, const std::uint32_t* words, float* key);

} // namespace striate
