// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/stimulus.h"

namespace striate {

/// Whether it is made of gratings that are not static; FilterNet leaves out the first frame of these
/// (docs/model/lgn.md#eq-13).
inline bool moves(const Stimulus& stimulus) {
  return shows_gratings(stimulus.kind) && stimulus.kind != StimulusKind::static_grating;
}

} // namespace striate
