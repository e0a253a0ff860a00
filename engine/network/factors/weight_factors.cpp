// SPDX-License-Identifier: Apache-2.0
#include "engine/network/factors/weight_factors.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/network/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>
#include <xxhash.h>

namespace striate {

namespace {

constexpr const char* long_header = "source,target,ln_weight,b_orientation,c_direction,total_pA";

double exponent(const CsvTable& table, std::size_t row, const char* column) {
  const double value = table.needed_number(row, column);
  if (!(std::abs(value) <= WeightFactors::max_exponent))
    throw Error(fmt::format("{}: {} is not between -{:g} and {:g}; factors are natural logarithms.",
                            table.place(row, column), value, WeightFactors::max_exponent, WeightFactors::max_exponent));
  return value;
}

double exponent_or_zero(const CsvTable& table, std::size_t row, const char* column) {
  return table.has_column(column) && !table.missing(row, column) ? exponent(table, row, column) : 0.0;
}

std::optional<double> total(const CsvTable& table, std::size_t row, const char* column) {
  if (!table.has_column(column) || table.missing(row, column))
    return {};
  const double value = table.number(row, column);
  if (!(std::abs(value) > 0.0 && std::abs(value) < 1e12))
    throw Error(fmt::format("{}: a total weight of {} pA cannot be used; give the sum over a cell's synapses, or leave "
                            "it empty.",
                            table.place(row, column), value));
  return std::abs(value);
}

/// Names are checked here, so that a wrong one is found before a network is built.
std::string neurons_named(const CsvTable& table, std::size_t row, const char* column) {
  const std::string& text = table.text(row, column);
  try {
    return Selection::parse(text).text();
  } catch (const Error& failure) {
    throw Error(fmt::format("{}: {}", table.place(row, column), failure.what()));
  }
}

std::string source_named(const CsvTable& table, std::size_t row) {
  const std::string& text = table.text(row, "source");
  return text == WeightFactor::lgn || text == WeightFactor::background ? text : neurons_named(table, row, "source");
}

void refuse_columns_but(const CsvTable& table, const std::string& name, const std::vector<std::string>& known) {
  for (const std::string& column : table.columns())
    if (std::ranges::find(known, column) == known.end())
      throw Error(fmt::format("{} has the column \"{}\", which a table of weight factors does not have; remove it.",
                              name, column));
}

std::vector<WeightFactor> long_rows(const CsvTable& table, const std::string& name) {
  refuse_columns_but(table, name, {"source", "target", "ln_weight", "b_orientation", "c_direction", "total_pA"});
  std::vector<WeightFactor> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    WeightFactor factor{.source = source_named(table, row),
                        .target = neurons_named(table, row, "target"),
                        .ln_weight = exponent(table, row, "ln_weight"),
                        .b_orientation = exponent_or_zero(table, row, "b_orientation"),
                        .c_direction = exponent_or_zero(table, row, "c_direction"),
                        .total_pA = total(table, row, "total_pA"),
                        .place = fmt::format("{}, line {}", name, table.line(row))};
    if (factor.external() && (factor.b_orientation != 0.0 || factor.c_direction != 0.0 || factor.total_pA))
      throw Error(fmt::format("{}: {} synapses have no like-to-like and no total; leave b_orientation, c_direction and "
                              "total_pA empty or 0.",
                              factor.place, factor.source));
    rows.push_back(std::move(factor));
  }
  return rows;
}

std::vector<WeightFactor> rows_by_target(const CsvTable& table, const std::string& name) {
  refuse_columns_but(table, name,
                     {"target_type", "ln_excitatory", "ln_inhibitory", "ln_lgn", "ln_background", "b_orientation",
                      "c_direction", "total_excitatory_pA", "total_inhibitory_pA"});
  std::vector<WeightFactor> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    WeightFactor base;
    base.target = neurons_named(table, row, "target_type");
    base.place = fmt::format("{}, line {}", name, table.line(row));
    WeightFactor excitatory = base, inhibitory = base, lgn = base, background = base;
    excitatory.source = "Exc";
    excitatory.ln_weight = exponent(table, row, "ln_excitatory");
    excitatory.b_orientation = exponent_or_zero(table, row, "b_orientation");
    excitatory.c_direction = exponent_or_zero(table, row, "c_direction");
    excitatory.total_pA = total(table, row, "total_excitatory_pA");
    inhibitory.source = "Inh";
    inhibitory.ln_weight = exponent(table, row, "ln_inhibitory");
    inhibitory.total_pA = total(table, row, "total_inhibitory_pA");
    lgn.source = WeightFactor::lgn;
    lgn.ln_weight = exponent(table, row, "ln_lgn");
    background.source = WeightFactor::background;
    background.ln_weight = exponent(table, row, "ln_background");
    for (const WeightFactor& one : {excitatory, inhibitory, lgn, background})
      rows.push_back(one);
  }
  return rows;
}

WeightFactors factors_from(const CsvTable& table, const std::string& name) {
  WeightFactors factors;
  factors.rows = table.has_column("target_type") ? rows_by_target(table, name) : long_rows(table, name);
  std::set<std::pair<std::string, std::string>> seen;
  for (const WeightFactor& row : factors.rows)
    if (!seen.insert({row.source, row.target}).second)
      throw Error(
          fmt::format("{}: {} onto {} appears twice; remove one of the lines.", row.place, row.source, row.target));
  return factors;
}

} // namespace

WeightFactors WeightFactors::read(const std::filesystem::path& file) {
  return factors_from(CsvTable::read(file), file.string());
}

WeightFactors WeightFactors::parse(std::string_view text, const std::string& name) {
  return factors_from(CsvTable::parse(text, name), name);
}

std::string WeightFactors::csv() const {
  std::string text = std::string(long_header) + '\n';
  const auto quoted = [](const std::string& words) {
    return words.find(',') == std::string::npos ? words : '"' + words + '"';
  };
  for (const WeightFactor& row : rows)
    text += fmt::format("{},{},{},{},{},{}\n", quoted(row.source), quoted(row.target), row.ln_weight, row.b_orientation,
                        row.c_direction, row.total_pA ? fmt::format("{}", *row.total_pA) : "");
  return text;
}

std::string WeightFactors::digest() const {
  const std::string text = csv();
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

} // namespace striate
