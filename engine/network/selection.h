// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

/// The small language in which neurons are chosen everywhere: perturbations, probes, panels. Terms with commas between
/// them; a neuron is chosen when any term names it. Capitals do not matter.
///   all                    every neuron
///   core                   within the network's core radius
///   e23Cux2                a population of the tables
///   L2/3_PV, L5_Exc        layer and class (the display cell types among them)
///   L4, L2/3, VisL6a       a layer
///   Exc, Inh, PV (Pvalb), SST, VIP, Htr3a, IT, ET, NP     a class in all layers
///   model:475585413        a cell model by its node type id
///   ids:1,5-9              neuron ids (of the files, if the network is from files) and ranges with both ends
/// A value type; any thread.
class Selection {
public:
  /// Throws a usage Error that names the term and near matches.
  static Selection parse(std::string_view text);

  const std::string& text() const { return text_; }
  /// Indices of the chosen neurons, ascending, each once. Throws a usage Error when an id is not in the network or
  /// nothing is chosen.
  std::vector<std::uint32_t> resolve(const Network& network) const;
  /// The same where nothing may be chosen, for tables that are made for many networks. Throws for ids only.
  std::vector<std::uint32_t> members(const Network& network) const;

private:
  struct IdRange {
    std::uint64_t first = 0, last = 0;
  };

  bool add_numbers(std::string_view term);
  void add_model(std::string_view number);
  void add_name(std::string_view name);

  std::string text_;
  bool all_ = false, core_ = false;
  std::vector<bool> populations_; ///< by index of the tables
  std::vector<std::uint16_t> models_;
  std::vector<IdRange> ids_;
};

/// Every name a selection may use for populations, as an error or a list of choices shows them.
std::vector<std::string> selection_names();

} // namespace striate
