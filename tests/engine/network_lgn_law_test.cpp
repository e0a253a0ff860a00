// SPDX-License-Identifier: Apache-2.0
// The generator's LGN selection against a slow one that takes the rules literally: double precision, all 17,400 units,
// the standard library's random numbers, Yule-Simon by its exponential-geometric definition.
#include "engine/network/generator/lgn_rule.h"
#include "tests/engine/network_support.h"

#include <algorithm>
#include <array>
#include <complex>
#include <doctest/doctest.h>
#include <map>
#include <numbers>
#include <random>

using namespace striate;
using namespace striate::test;

namespace {

struct Chosen {
  std::uint32_t unit = 0;
  double synapses = 1.0;
};

/// Sums over the sources of one neuron: per LGN class the number, and where they lie in the neuron's frame.
struct Features {
  static constexpr std::size_t count = 14 + 8;
  std::array<double, count> value{};
};

struct Frame {
  std::complex<double> centre, axis;
};

Frame frame_of(const Network& network, std::uint32_t target) {
  return {{60.0 + 0.07 * network.neurons.x_um[target], 40.0 + 0.04 * network.neurons.z_um[target]},
          std::polar(1.0, network.neurons.tuning_deg[target] * std::numbers::pi / 180.0)};
}

Features features_of(const Network& network, std::uint32_t target, const std::vector<Chosen>& sources) {
  const Frame frame = frame_of(network, target);
  const LgnUnits& units = network.lgn_units;
  Features features;
  for (const Chosen& source : sources) {
    const std::size_t c = units.unit_class[source.unit];
    const std::complex<double> place =
        (std::complex<double>(units.x_deg[source.unit], units.y_deg[source.unit]) - frame.centre) / frame.axis;
    ++features.value[c];
    const double along2 = place.real() * place.real(), across2 = place.imag() * place.imag();
    const std::size_t family = c < 4 ? 14 : c < 9 ? 15 : c < 12 ? 16 : 17;
    features.value[family] += place.real();
    features.value[18] += along2;
    features.value[19] += across2;
    features.value[20] += source.synapses;
    features.value[21] += source.synapses * (along2 + across2);
  }
  return features;
}

std::uint32_t literal_yule(double alpha, std::mt19937_64& random) {
  const double chance = std::exp(-std::exponential_distribution<double>(alpha)(random));
  return 1 + static_cast<std::uint32_t>(std::geometric_distribution<long>(chance)(random));
}

/// Moves `count` of `pool` to the result, each draw in proportion to exp(log_weight) of those left.
std::vector<std::size_t> draw_without_replacement(std::vector<std::size_t>& pool, const std::vector<double>& log_weight,
                                                  std::size_t count, std::mt19937_64& random) {
  std::vector<double> key(log_weight.size());
  for (const std::size_t i : pool)
    key[i] = std::log(std::exponential_distribution<double>()(random)) - log_weight[i];
  std::ranges::sort(pool, {}, [&](std::size_t i) { return key[i]; });
  const auto end = pool.begin() + static_cast<std::ptrdiff_t>(std::min(count, pool.size()));
  std::vector<std::size_t> drawn(pool.begin(), end);
  pool.erase(pool.begin(), end);
  return drawn;
}

std::vector<Chosen> choose_literally(const Network& network, std::uint32_t target, std::mt19937_64& random) {
  const ModelTables& tables = model_tables();
  const Population& population = tables.populations[network.neurons.population[target]];
  const LgnUnits& units = network.lgn_units;
  const Frame frame = frame_of(network, target);
  const bool on = std::bernoulli_distribution(population.lgn_on_ratio)(random);
  int frequency = 0;
  while (frequency == 0)
    frequency = std::poisson_distribution<int>(population.lgn_poisson)(random);
  const auto factors = lgn_class_factors(tables, on, frequency);
  const std::complex<double> e = on ? frame.axis : -frame.axis;

  std::vector<double> d2(units.size()), log_weight(units.size());
  std::vector<std::size_t> pool;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    const LgnClass& kind = tables.lgn_classes[units.unit_class[unit]];
    const std::complex<double> place(units.x_deg[unit], units.y_deg[unit]);
    double h = factors[units.unit_class[unit]];
    if (kind.composite)
      h = std::abs(std::fmod(std::abs(units.axis_deg[unit] - network.neurons.tuning_deg[target] - 90.0), 180.0) -
                   90.0) < 15.0;
    if (std::abs(place - frame.centre) > 40.0 || h <= 0.0)
      continue;
    const std::complex<double> rho = (place + 2.5 * kind.rf_shift * e - frame.centre) / e;
    d2[unit] = rho.real() * rho.real() * 1.5 + rho.imag() * rho.imag() / 1.5;
    log_weight[unit] = std::log(h) - d2[unit] / 50.0;
    pool.push_back(unit);
  }
  std::vector<std::size_t> sources = draw_without_replacement(
      pool, log_weight, lgn_source_count(population, network.neurons.target_size[target]), random);

  std::map<std::uint32_t, std::size_t, std::greater<>> draws;
  for (std::size_t i = 0; i < sources.size(); ++i)
    ++draws[literal_yule(population.lgn_yule, random)];
  std::vector<Chosen> chosen;
  for (auto value = draws.begin(); value != draws.end() && std::next(value) != draws.end(); ++value) {
    for (const std::size_t unit : sources)
      log_weight[unit] = -double(value->first) * d2[unit] / 50.0;
    for (const std::size_t unit : draw_without_replacement(sources, log_weight, value->second, random))
      chosen.push_back({static_cast<std::uint32_t>(unit), double(value->first)});
  }
  for (const std::size_t unit : sources)
    chosen.push_back({static_cast<std::uint32_t>(unit), 1.0});
  return chosen;
}

} // namespace

TEST_CASE("LGN sources and synapses have the law of the literal rules") {
  const auto network = build(recipe_for(100));
  const ModelTables& tables = model_tables();
  const double e4_mean = 2188.765 * std::exp(0.345 * 0.345 / 2.0);
  std::vector<std::vector<Chosen>> generated(network->neurons.size());
  for_edges(network->lgn, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    const double base = tables.cell_models[network->neurons.model[target]].lgn_base_weight_pA * e4_mean /
                        network->neurons.target_size[target];
    generated[target].push_back({source, std::round(weight / base)});
  });

  std::mt19937_64 random(7);
  for (const char* name : {"e4other", "e5IT", "i5Pvalb"}) {
    const Network::Range range = network->population_range[static_cast<std::size_t>(tables.population_index(name))];
    // Both sides choose for the same neurons: the differences per neuron have mean 0.
    const std::uint32_t last = std::min(range.last, range.first + 200);
    std::array<double, Features::count> sum{}, squares{};
    for (std::uint32_t target = range.first; target < last; ++target) {
      const Features a = features_of(*network, target, generated[target]);
      const Features b = features_of(*network, target, choose_literally(*network, target, random));
      for (std::size_t k = 0; k < Features::count; ++k) {
        const double difference = a.value[k] - b.value[k];
        sum[k] += difference;
        squares[k] += difference * difference;
      }
    }
    for (std::size_t k = 0; k < Features::count; ++k) {
      INFO(name, ", feature ", k, ": z = ", sum[k] / std::sqrt(squares[k]));
      REQUIRE(squares[k] > 0.0);
      CHECK(std::abs(sum[k]) < 4.0 * std::sqrt(squares[k]));
    }
  }
}
