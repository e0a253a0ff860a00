// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/tables/model_tables.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// A group of neurons as a user points at it: a class, a layer, or both ("PV", "L4", "L4 PV", "L5 inhibitory"). A value
/// type; pure functions, any thread.
struct CellGroup {
  static constexpr std::uint8_t all_classes = 0b11111;

  int layer = 0;                      ///< 1, 2, 4, 5, 6; 0 = every layer
  std::uint8_t classes = all_classes; ///< bit c: CellClass c belongs to it

  bool contains(int of_layer, CellClass of_class) const;
  bool overlaps(const CellGroup& other) const; ///< some neuron may belong to both
  std::string label() const;                   ///< "L2/3 PV", "excitatory", "L4"
  bool operator==(const CellGroup&) const = default;
};

CellGroup group_of_class(CellClass cell_class, int layer = 0);
CellGroup group_of_layer(int layer);
CellGroup excitatory_group(int layer = 0);
CellGroup inhibitory_group(int layer = 0);

/// The group that a name in a figure stands for: "PV", "L4", "L2/3 PV", "L5_ET" (all excitatory cells of L5: the
/// classes know no more), "L4 PV (123)", "inhibitory", "Excitatory L4 neurons". Nothing for other words.
std::optional<CellGroup> group_named(std::string_view name);

/// What a walk through the groups passes: classes, then layers.
const std::vector<CellGroup>& usual_groups();

} // namespace striate
