// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/lgn_nodes.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/tables/model_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <numbers>

namespace striate::sonata {

namespace {

int class_index(const std::string& name) {
  const auto& classes = model_tables().lgn_classes;
  const auto found = std::ranges::find(classes, name, &LgnClass::name);
  return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

/// Nothing when it is missing.
std::optional<double> extent_attribute(const Group& group, const char* name, Problems& problems) {
  const Place place = group.place(name);
  return reading(place, problems, [&]() -> std::optional<double> {
    const auto attribute = hdf5::Attribute::find(group.id, name, group.file);
    if (!attribute)
      return std::nullopt;
    const double value = attribute->number();
    if (!(value > 0.0 && value <= 1000.0))
      problems.fail(place, fmt::format("{} where degrees up to 1000 are expected", value));
    return value;
  });
}

/// Reads columns; those that every unit of some kind needs are checked.
class UnitColumns {
public:
  UnitColumns(const NodePopulation& nodes, const std::vector<bool>& composite, Tools tools)
      : nodes_(nodes), composite_(composite), tools_(tools) {}

  enum class Needed { by_all, by_composites };

  std::vector<float> read(const std::string& column, Needed needed) {
    const std::vector<double> values = nodes_.numbers(column, tools_);
    std::vector<float> result(values.size());
    std::size_t wrong = 0;
    std::size_t first = 0;
    for (std::size_t row = 0; row < values.size(); ++row) {
      const bool wanted = needed == Needed::by_all || composite_[row];
      if (wanted && !(std::abs(values[row]) <= 1e9))
        first = wrong++ == 0 ? row : first;
      result[row] = wanted ? static_cast<float>(values[row]) : std::numeric_limits<float>::quiet_NaN();
    }
    if (wrong > 0)
      tools_.problems.error(nodes_.column_place(column, first),
                            fmt::format("the value is missing or not a finite number; {} units lack it", wrong));
    return result;
  }

  std::array<std::vector<float>, 2> read_two(const std::string& column, Needed needed) {
    return {read(column + "0", needed), read(column + "1", needed)};
  }

  void must_be_positive(const std::vector<float>& values, const std::string& column) {
    const auto wrong = std::ranges::find_if(values, [](float value) { return value <= 0.0f; });
    if (wrong != values.end())
      tools_.problems.error(nodes_.column_place(column, static_cast<std::uint64_t>(wrong - values.begin())),
                            fmt::format("{} where a positive number is expected", *wrong));
  }

private:
  const NodePopulation& nodes_;
  const std::vector<bool>& composite_;
  Tools tools_;
};

void set_field(LgnUnits& units, const Group& group, Problems& problems) {
  const auto width = extent_attribute(group, field_width_attribute, problems);
  const auto height = extent_attribute(group, field_height_attribute, problems);
  if (width && height) {
    units.field_width_deg = *width;
    units.field_height_deg = *height;
    return;
  }
  const float x_max = units.x_deg.empty() ? 0.0f : *std::ranges::max_element(units.x_deg);
  const float y_max = units.y_deg.empty() ? 0.0f : *std::ranges::max_element(units.y_deg);
  const bool small = x_max <= 24.0f && y_max <= 16.0f;
  constexpr double tile_deg = 8.0;
  units.field_width_deg = small ? 24.0 : std::max(120.0, std::ceil(x_max / tile_deg) * tile_deg);
  units.field_height_deg = small ? 16.0 : std::max(80.0, std::ceil(y_max / tile_deg) * tile_deg);
}

} // namespace

bool is_lgn(const NodePopulation& nodes) {
  std::string name = nodes.name();
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name == lgn || std::ranges::any_of(nodes.kinds(), [&](const NodeKind& kind) {
           return class_index(nodes.text(kind, pop_name)) >= 0;
         });
}

namespace {

/// Columns without which no unit can see.
std::vector<std::string> needed_columns() {
  std::vector<std::string> columns = {x, y, spatial_size};
  for (const char* two : {kpeaks_dom, weight_dom, delay_dom})
    for (const char* which : {"0", "1"})
      columns.push_back(std::string(two) + which);
  return columns;
}

/// What keeps a population from having filters, and where.
struct Lack {
  Place place;
  std::string what;
};

/// A class that nobody knows or a column that no unit has; a value that single units lack is no matter here.
std::optional<Lack> missing_filters(const NodePopulation& nodes, Tools tools) {
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    const NodeKind& kind = nodes.kinds()[nodes.kind(row)];
    if (const std::string name = nodes.text(kind, pop_name); class_index(name) < 0)
      return Lack{nodes.type_place(kind),
                  fmt::format("\"{}\" is not a class of LGN units (names look like sON_TF1)", name)};
  }
  for (const std::string& column : needed_columns())
    if (std::ranges::all_of(nodes.numbers(column, tools), [](double value) { return std::isnan(value); }))
      return Lack{nodes.column_place(column), fmt::format("the values are missing; {} units lack it", nodes.size())};
  return std::nullopt;
}

/// Units that never see: their filters have weights of 0.
LgnUnits blind_units(const NodePopulation& nodes, Tools tools) {
  LgnUnits units;
  const std::size_t count = nodes.size();
  const auto position = [&](const char* column) {
    const std::vector<double> values = nodes.numbers(column, tools);
    std::vector<float> result;
    for (const double value : values)
      result.push_back(value >= 0.0 && value <= 80.0 ? static_cast<float>(value) : 0.0f);
    return result;
  };
  units.unit_class.assign(count, 0);
  units.x_deg = position(x);
  units.y_deg = position(y);
  units.size_deg.assign(count, 2.0f);
  for (const std::size_t k : {0u, 1u}) {
    units.peak_dom_ms[k].assign(count, k == 0 ? 50.0f : 100.0f);
    units.weight_dom[k].assign(count, 0.0f);
    units.delay_dom_ms[k].assign(count, 0.0f);
    for (auto* none : {&units.peak_non_ms[k], &units.weight_non[k], &units.delay_non_ms[k]})
      none->assign(count, std::numeric_limits<float>::quiet_NaN());
  }
  units.axis_deg.assign(count, std::numeric_limits<float>::quiet_NaN());
  units.separation_deg = units.axis_deg;
  return units;
}

/// Receptive fields are sampled at the pixels of a frame, one a degree: what that makes of a narrow one. The weights of
/// a Gaussian at the pixels and in between differ by a share of 2 exp(-2 pi^2 sigma^2).
void warn_of_narrow_fields(const LgnUnits& units, const NodePopulation& nodes, Problems& problems) {
  constexpr double worth_a_word = 0.01;
  constexpr double sizes_per_sigma = 3.0;
  std::size_t narrow = 0;
  double worst = 0.0;
  for (const float size : units.size_deg) {
    const double sigma = static_cast<double>(size) / sizes_per_sigma;
    const double error = 2.0 * std::exp(-2.0 * std::numbers::pi * std::numbers::pi * sigma * sigma);
    narrow += error > worth_a_word ? 1 : 0;
    worst = std::max(worst, error);
  }
  if (narrow > 0)
    problems.warn(
        nodes.column_place(spatial_size),
        fmt::format(
            "{} units have receptive fields too narrow for the 1° pixel grid: their weights are off by up to {:.0f} %",
            narrow, 100.0 * std::min(worst, 1.0)));
}

} // namespace

LgnUnits read_lgn_units(const NodePopulation& nodes, bool replayed, Tools tools) {
  if (const auto lack = missing_filters(nodes, tools)) {
    const std::string what = lack->what + fmt::format(", so the units of {} have no filters", nodes.name());
    if (!replayed)
      tools.problems.fail(lack->place,
                          what + " and cannot respond to stimuli; give their spikes (lgn-spikes) or rates (lgn-rates)");
    tools.problems.warn(
        lack->place,
        what + ": their input comes only from the file; rates and receptive fields shown for them are meaningless");
    LgnUnits units = blind_units(nodes, tools);
    set_field(units, nodes.group(), tools.problems);
    return units;
  }
  const auto& classes = model_tables().lgn_classes;
  std::vector<int> class_of_kind;
  for (const NodeKind& kind : nodes.kinds())
    class_of_kind.push_back(class_index(nodes.text(kind, pop_name)));
  LgnUnits units;
  std::vector<bool> composite(nodes.size());
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    const int unit_class = class_of_kind[nodes.kind(row)];
    units.unit_class.push_back(static_cast<std::uint8_t>(unit_class));
    composite[row] = classes[static_cast<std::size_t>(unit_class)].composite;
  }
  UnitColumns columns(nodes, composite, tools);
  using Needed = UnitColumns::Needed;
  units.x_deg = columns.read(x, Needed::by_all);
  units.y_deg = columns.read(y, Needed::by_all);
  units.size_deg = columns.read(spatial_size, Needed::by_all);
  units.peak_dom_ms = columns.read_two(kpeaks_dom, Needed::by_all);
  units.weight_dom = columns.read_two(weight_dom, Needed::by_all);
  units.delay_dom_ms = columns.read_two(delay_dom, Needed::by_all);
  units.peak_non_ms = columns.read_two(kpeaks_non_dom, Needed::by_composites);
  units.weight_non = columns.read_two(weight_non_dom, Needed::by_composites);
  units.delay_non_ms = columns.read_two(delay_non_dom, Needed::by_composites);
  units.axis_deg = columns.read(tuning_angle, Needed::by_composites);
  units.separation_deg = columns.read(sf_sep, Needed::by_composites);
  columns.must_be_positive(units.size_deg, spatial_size);
  for (const std::size_t k : {0u, 1u}) {
    columns.must_be_positive(units.peak_dom_ms[k], kpeaks_dom + std::to_string(k));
    columns.must_be_positive(units.peak_non_ms[k], kpeaks_non_dom + std::to_string(k));
  }
  set_field(units, nodes.group(), tools.problems);
  warn_of_narrow_fields(units, nodes, tools.problems);
  return units;
}

} // namespace striate::sonata
