// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/recorded_targets.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/core/resources.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace striate {

namespace {

struct Quantiles {
  double units = 0.0;
  std::vector<double> value; ///< at equally spaced probabilities 0..1

  double at(double p) const {
    const double place = p * static_cast<double>(value.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), value.size() - 2);
    return value[below] + (place - static_cast<double>(below)) * (value[below + 1] - value[below]);
  }
  /// Inverse of the cumulative distribution with one more value, 0, in front.
  double with_zero(double u) const {
    const double place = u * units; // 0 at 0, the recorded values at 1..units
    if (place < 1.0)
      return place * value.front();
    return units > 1.0 ? at(std::min(1.0, (place - 1.0) / (units - 1.0))) : value.front();
  }
};

constexpr const char* own_table = "reference/neuropixels_quantiles.csv";

Quantiles quantiles_of(const CsvTable& table, const std::string& name, const std::string& type,
                       const std::string& metric) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, "cell_type") != type || table.text(row, "metric") != metric)
      continue;
    Quantiles quantiles{table.number(row, "n_units"), {}};
    for (int percent = 0; percent <= 100; percent += 2)
      quantiles.value.push_back(table.number(row, fmt::format("q{:.2f}", percent / 100.0)));
    return quantiles;
  }
  throw Error(fmt::format("{} has no {} of the cell type \"{}\", which the network has; add it to the table of rate "
                          "targets, train a network of the model's types or set rate-cost to 0.",
                          name, metric, type));
}

} // namespace

std::vector<std::vector<double>> rate_targets(const NeuronGroups& groups, Activity activity, std::uint64_t seed,
                                              const std::filesystem::path& user_table) {
  const CsvTable table = CsvTable::read(user_table.empty() ? resource(own_table) : user_table);
  const std::string name = user_table.empty() ? own_table : user_table.string();
  std::vector<std::vector<double>> targets;
  for (std::size_t g = 0; g < groups.type.size(); ++g) {
    const Quantiles recorded =
        quantiles_of(table, name, groups.type[g], activity == Activity::evoked ? "evoked_rate" : "spontaneous_rate");
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    std::vector<double> rates;
    for (std::size_t k = 0; k < groups.members[g].size(); ++k) {
      const auto high = static_cast<double>(random() >> 5);
      const auto low = static_cast<double>(random() >> 6);
      const double u = (high * 67108864.0 + low) / 9007199254740992.0;
      rates.push_back(recorded.with_zero(u) / 1000.0);
    }
    std::sort(rates.begin(), rates.end());
    targets.push_back(std::move(rates));
  }
  return targets;
}

void check_rate_table(const std::filesystem::path& file, const Network& network, const ModelTables& tables) {
  const CsvTable table = CsvTable::read(file);
  const auto types = neuron_groups(network, tables, 0.0, Region::core).type;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string& type = table.text(row, "cell_type");
    if (type.starts_with("ALL") || std::find(types.begin(), types.end(), type) != types.end()) // ALL: sums of types
      continue;
    throw Error(fmt::format("{} has rate targets of \"{}\", a cell type that the network \"{}\" does not have; it has "
                            "{}. Remove the rows or train another network.",
                            file.string(), type, network.name, fmt::join(types, ", ")),
                Error::Kind::usage);
  }
}

std::vector<SelectivityTarget> selectivity_targets(const NeuronGroups& groups) {
  const CsvTable table = CsvTable::read(resource("reference/neuropixels_summary.csv"));
  std::vector<SelectivityTarget> targets(groups.type.size());
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (std::size_t g = 0; g < groups.type.size(); ++g) {
      const std::string& metric = table.text(row, "metric");
      if (table.text(row, "cell_type") != groups.type[g] || (metric != "OSI" && metric != "DSI"))
        continue;
      (metric == "OSI" ? targets[g].osi : targets[g].dsi) = table.number(row, "mean");
      targets[g].known = true;
    }
  return targets;
}

std::vector<FanoTarget> fano_targets(Activity activity, int window_ms) {
  const CsvTable table = CsvTable::read(resource("reference/fano_mean_curves.csv"));
  std::vector<FanoTarget> targets;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto bin = static_cast<int>(table.integer(row, "bin_ms"));
    if (2 * bin < window_ms)
      targets.push_back({bin, table.number(row, activity == Activity::evoked ? "evoked" : "spontaneous")});
  }
  return targets;
}

} // namespace striate
