// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/cell_constants.h"
#include "gpu/tasks/edge_chunks.h"
#include "gpu/tasks/lgn.h"

#include <cstdint>

namespace striate {

// What the kernels read and write: plain pointers into the device's memory. No ownership.

/// Weights are summed as integers in units of 2^-24 pA: the sum does not depend on the order in which threads add, so
/// two runs are equal. 2^39 pA fit.
using FixedWeight = unsigned long long;
inline constexpr float fixed_per_pA = 0x1p24f;
/// A larger weight is a fault of its neuron: no current of the model comes near.
inline constexpr float largest_weight_pA = 0x1p30f;

/// The step at which a stretch of steps begins, and what else may differ from one to the next.
struct StretchClock {
  std::int64_t first = 0;
  std::int32_t phase = 0; ///< first % depth of the planes
  std::uint32_t trial = 0;
};

/// Adds the edges of the queued chunks to the planes of the steps they arrive in: planes[arrival %
/// depth][slot][neuron].
struct DeliverTask {
  ProjectionArrays projection;
  const std::uint32_t* queue = nullptr; ///< places of chunks
  const std::uint32_t* count = nullptr; ///< of the queue, on the device: it is built there
  const float* factors = nullptr;       ///< of the weights, by source; null: 1
  const StretchClock* clock = nullptr;
  std::int32_t emitted = 0;   ///< step after the clock's
  std::int32_t min_delay = 0; ///< chunks with shorter delays have arrived already
  std::uint32_t depth = 1;
  std::uint32_t neurons = 0;
  std::uint32_t planes_per_step = SynapseConstants::slots;
  std::uint32_t first_slot = 0; ///< slot of the first plane of a step
  FixedWeight* planes = nullptr;
  std::uint32_t* wild = nullptr; ///< neurons - n for the least neuron n that got a weight which is none
};

/// Sources of the current whose split is watched: recurrent, LGN, background.
inline constexpr int watched_sources_count = 3;

/// One step of all neurons.
struct UpdateTask {
  std::uint32_t neurons = 0;
  const CellConstants* cells = nullptr;
  const std::uint16_t* model = nullptr;
  const SynapseConstants* synapses = nullptr;
  std::int32_t clamp_above = 0;

  const StretchClock* clock = nullptr;
  std::uint32_t step = 0; ///< after the clock's
  std::uint32_t depth = 1;
  FixedWeight* recurrent = nullptr; ///< [step % depth][slots - 1][neurons]; those of this step are zeroed
  FixedWeight* external = nullptr;  ///< [neurons]; zeroed
  const std::uint32_t* background_row = nullptr;
  const std::uint8_t* background_source = nullptr;
  const float* background_weight = nullptr;
  const float* background_amounts = nullptr; ///< [source] what multiplies the weights

  const float* incoming = nullptr; ///< of a perturbation; these three may be null
  const float* added_pA = nullptr;
  const std::int32_t* held = nullptr;

  float* v = nullptr;
  float* asc[2] = {};
  float* rise[SynapseConstants::bases] = {};
  float* current[SynapseConstants::bases] = {};
  std::int32_t* countdown = nullptr;

  const std::int32_t* watched_index = nullptr; ///< [neurons] place in `watched`, -1: none; null: nobody is watched
  float* watched = nullptr;                    ///< [place][source][rise 0..3, current 0..3]

  std::uint32_t* fired_bits = nullptr; ///< [(neurons + 31) / 32], zero before
  ChunkQueue queue;                    ///< for delivery
  std::uint32_t* wild = nullptr;       ///< neurons - n for the least neuron n whose state is not finite; 0 before
};

/// Copies the state of chosen neurons: out[k] = v, asc 0, 1, rise 0..3, current 0..3, countdown, and the currents by
/// source of watched ones.
struct GatherTask {
  static constexpr int numbers = 15;
  const std::uint32_t* neurons = nullptr;
  std::uint32_t count = 0;
  UpdateTask state; ///< only its state arrays are read
  float* out = nullptr;
};

/// What happens between the update of one step and that of the next, all at once, each on blocks of its own: what fired
/// is delivered, and what the LGN fired for the next step; the LGN sees the frame after that; observed neurons are
/// copied. Parts without blocks do nothing.
struct BetweenTask {
  DeliverTask recurrent, lgn;
  LgnTask frame;
  GatherTask gather;
  std::uint32_t recurrent_blocks = 0, lgn_blocks = 0, frame_blocks = 0, gather_blocks = 0; ///< set by the device
  bool delivers_recurrent = false, delivers_lgn = false, sees = false;
};

} // namespace striate
