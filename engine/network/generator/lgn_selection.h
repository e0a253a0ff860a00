// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/generator/lgn_population.h"
#include "engine/network/generator/smallest_keys.h"
#include "engine/network/network.h"

#include <span>
#include <vector>

namespace striate {

/// Chooses the LGN sources of one V1 neuron after the other. Holds work space, so every thread has its own.
class LgnSelection {
public:
  struct Source {
    std::uint32_t unit = 0;
    std::uint32_t synapses = 1;
    float distance_sq = 0.0f;
  };

  LgnSelection(const ModelTables& tables, const LgnUnits& units, const LgnField& field, std::uint64_t seed);

  /// The sources of a neuron, each once, with their synapse counts; valid until the next call.
  std::span<const Source> choose(const NeuronTable& neurons, std::uint32_t target);

private:
  /// Neighbouring units of one class in the id order.
  struct Span {
    std::uint32_t first = 0, count = 0;
    std::size_t lgn_class = 0;
  };

  void find_candidates(double x_deg, double y_deg, const std::vector<double>& factors);
  void make_keys(std::uint32_t target, double x_deg, double y_deg, double axis_rad, const std::vector<double>& factors);
  void exclude_misaligned(double tuning_deg);
  void take_smallest(std::uint32_t wanted);
  void draw_synapses(std::uint32_t target, double alpha);
  void fill_words(std::uint32_t target, std::uint32_t purpose, std::size_t count);

  const ModelTables& tables_;
  const LgnUnits& units_;
  LgnField field_;
  std::uint64_t seed_;
  std::vector<std::uint32_t> class_first_;
  std::vector<std::vector<double>> factors_[2]; ///< [ON dominant][frequency - 1]

  std::vector<Span> spans_;
  std::vector<std::uint32_t> words_;
  std::vector<float> keys_, distances_;
  std::vector<std::uint32_t> unit_of_;
  std::vector<Source> chosen_;
  std::vector<std::uint32_t> synapse_draws_;
  SmallestKeys smallest_;
};

} // namespace striate
