// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/lgn_rule.h"

#include "engine/core/errors.h"
#include "engine/core/number_text.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>

namespace striate {

std::vector<double> lgn_class_factors(const ModelTables& tables, bool on_dominant, int frequency_Hz) {
  struct Family {
    int members = 0;
    double distance_sum = 0.0;
  };
  const auto split = [](const LgnClass& unit) { return unit.name.find("_TF"); };
  const auto distance = [&](const LgnClass& unit) {
    const auto preferred_Hz = parse_number(std::string_view(unit.name).substr(split(unit) + 3));
    if (!preferred_Hz)
      throw Error(fmt::format("The LGN class \"{}\" does not end with _TF and a frequency in Hz.", unit.name));
    return std::abs(frequency_Hz - *preferred_Hz);
  };
  std::map<std::string, Family> families;
  for (const LgnClass& unit : tables.lgn_classes)
    if (!unit.composite) {
      Family& family = families[unit.name.substr(0, split(unit))];
      ++family.members;
      family.distance_sum += distance(unit);
    }

  const std::string ignored = on_dominant ? "sOFF" : "sON";
  std::vector<double> factors;
  for (const LgnClass& unit : tables.lgn_classes) {
    const std::string name = unit.name.substr(0, split(unit));
    if (unit.composite)
      factors.push_back(1.0);
    else if (name == ignored)
      factors.push_back(0.0);
    else
      factors.push_back((1.0 - distance(unit) / families[name].distance_sum) / (families[name].members - 1));
  }
  return factors;
}

std::uint32_t lgn_source_count(const Population& population, double target_size) {
  // docs/model/network.md#eq-12
  const double synapses = 0.2 * target_size * population.lgn_synapse_ratio;
  return static_cast<std::uint32_t>(std::nearbyint(synapses * (population.lgn_yule - 1.0) / population.lgn_yule));
}

std::uint32_t yule_simon(double alpha, double uniform) {
  // P(K > k) = k B(k, alpha + 1), which is the product of i / (i + alpha) for i = 1..k.
  std::uint32_t k = 1;
  for (double above = 1.0 / (1.0 + alpha); above >= uniform; above *= k / (k + alpha))
    ++k;
  return k;
}

int positive_poisson(double mean, double uniform) {
  int k = 1;
  double chance = mean / std::expm1(mean);
  for (double below = chance; uniform >= below && chance > 1e-18; below += chance) {
    ++k;
    chance *= mean / k;
  }
  return k;
}

} // namespace striate
