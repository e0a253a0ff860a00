// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/nest/constants.h"
#include "gpu/tasks/basis4.h"

#include <cstdint>

namespace striate {

// What the kernels of the dynamics `nest` read and write: plain pointers into the device's memory. No ownership.

/// A part of a route (engine/simulation/nest/routes.h) that one block of threads delivers; as EdgeChunk, but with a
/// delay in steps of dt and a receptor in place of a slot.
struct NestChunk {
  static constexpr std::uint32_t most_edges = 256;
  std::uint64_t begin = 0; ///< index of the first edge
  std::uint32_t source = 0;
  std::uint16_t edges = 0;
  std::uint16_t delay = 0;
  std::uint8_t receptor = 0;
};

/// A projection in chunks. Its edges stay as the network has them.
struct NestProjectionArrays {
  const NestChunk* chunks = nullptr;
  const std::uint32_t* target = nullptr;
  const float* weight = nullptr;
};

/// Adds the edges of the queued chunks to the planes of the steps they arrive in: planes[arrival %
/// depth][receptor][neuron].
struct NestDeliverTask {
  NestProjectionArrays projection;
  const std::uint32_t* queue = nullptr; ///< places of chunks
  const std::uint32_t* count = nullptr; ///< of the queue, on the device: it is built there
  const float* factors = nullptr;       ///< of the weights, by source; null: 1
  std::uint32_t min_delay = 0;          ///< chunks with shorter delays have arrived already
  std::uint32_t phase = 0;              ///< step in which the sources fired % depth
  std::uint32_t depth = 1;
  std::uint32_t receptors = 0, neurons = 0;
  FixedWeight* planes = nullptr;
  std::uint32_t* spoiled = nullptr; ///< [depth] neurons - n for the least neuron n that gets a weight which is none
};

/// One step of all neurons. A neuron's synapses have the first receptors of its model; the others stay zero.
struct NestUpdateTask {
  std::uint32_t neurons = 0, receptors = 0;
  const std::uint16_t* model = nullptr;
  const NestCell* cells = nullptr;                ///< [model]
  const NestReceptor* constants = nullptr;        ///< [model][receptors]
  const std::uint32_t* model_receptors = nullptr; ///< [model]

  /// [receptor][neuron] What arrives in this step; zeroed.
  FixedWeight* recurrent = nullptr;
  FixedWeight* lgn = nullptr;
  FixedWeight* background = nullptr;
  const std::uint32_t* spoiled = nullptr; ///< of this step

  const float* incoming = nullptr; ///< of a perturbation; these three may be null
  const float* added_pA = nullptr;
  const std::int32_t* held = nullptr;

  double* state = nullptr; ///< [plane][neuron], see NestPlane
  std::int32_t* refractory = nullptr;

  const std::int32_t* watched_start = nullptr; ///< [neuron] place in `watched`, -1: none; null: nobody is watched
  double* watched = nullptr; ///< from there [source][receptor of the model][rise, current; fast, slow]

  std::uint32_t* fired_bits = nullptr; ///< [(neurons + 31) / 32], zero before
  ChunkQueue queue;                    ///< for delivery
  std::uint32_t* wild = nullptr;       ///< neurons - n for the least neuron n whose potential is not finite; 0 before
};

/// Planes of a state: u, two after-spike currents, and four for each receptor.
struct NestPlane {
  enum : std::uint32_t { u, asc, synapses = 3 };
  enum : std::uint32_t { rise_fast, current_fast, rise_slow, current_slow, per_receptor };

  static constexpr std::uint32_t count(std::uint32_t receptors) { return synapses + per_receptor * receptors; }
};

/// Copies the state of chosen neurons: out[k] = the planes in their order, and the refractory steps.
struct NestGatherTask {
  const std::uint32_t* ids = nullptr;
  std::uint32_t count = 0;
  std::uint32_t neurons = 0, planes = 0;
  const double* state = nullptr; ///< [plane][neuron]
  const std::int32_t* refractory = nullptr;
  double* out = nullptr; ///< [count][planes + 1]
};

} // namespace striate
