// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "gpu/basis4/neurons.h"
#include "gpu/device/delivery.h"
#include "gpu/lgn/frame.h"

namespace striate {

/// The parts of a BetweenTask side by side, the longest first.
STRIATE_HOST_DEVICE inline void between_steps(const BetweenTask& task, ThreadPlace at) {
  const auto is_of = [&](std::uint32_t blocks) {
    if (at.block < blocks) {
      at.blocks = blocks;
      return true;
    }
    at.block -= blocks;
    return false;
  };
  if (is_of(task.lgn_blocks))
    deliver_spikes(task.lgn, at);
  else if (is_of(task.recurrent_blocks))
    deliver_spikes(task.recurrent, at);
  else if (is_of(task.frame_blocks))
    lgn_frame(task.frame, at);
  else if (is_of(task.gather_blocks))
    gather_neuron(task.gather, at);
}

} // namespace striate
