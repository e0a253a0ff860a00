// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/study_neurons.h"
#include "engine/network/network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace striate {

/// Row order of the laminar raster (docs/model/analysis.md#eq-14): layer by layer from the pia, inside a layer VIP (and
/// the L1 type), SST, PV, excitatory; inside a class ascending tuning angle; ties by id. Rank 0 is drawn on top.
struct LaminarOrder {
  struct Group {
    int layer = 0;
    CellClass cell_class = CellClass::exc;
    std::uint32_t first = 0, last = 0; ///< ranks [first, last)
  };
  struct Layer {
    int layer = 0;
    std::string label; ///< "L2/3"
    std::uint32_t first = 0, last = 0;
  };
  std::vector<std::uint32_t> neuron;    ///< [rows] neuron id by rank
  std::vector<std::int32_t> rank;       ///< [neurons] rank by id, -1 when outside the core selection
  std::vector<std::uint8_t> cell_class; ///< [rows] CellClass by rank
  std::vector<std::uint64_t> node_id;   ///< [rows] by rank, the id by which files and users know the neuron
  std::vector<Group> groups;
  std::vector<Layer> layers;

  std::uint32_t rows() const { return static_cast<std::uint32_t>(neuron.size()); }
};

/// Rows for neurons with distance from the axis < core_radius_um (0 = all).
LaminarOrder laminar_order(const Network& network, double core_radius_um = 0.0);
/// Rows for the neurons whose mask is not 0 (ids are indices into `neurons`). Types that do not follow the naming rule
/// form a group below layer 6.
LaminarOrder laminar_order(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask);

} // namespace striate
