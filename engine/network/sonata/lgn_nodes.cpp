#include "engine/network/sonata/lgn_nodes.h"

#include "engine/network/model_tables.h"
#include "engine/network/sonata/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

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
      problems.fail(place, fmt::format("{} where degrees up to 1000 belong", value));
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
                            fmt::format("{} where a positive number belongs", *wrong));
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
  return nodes.name() == lgn || std::ranges::any_of(nodes.kinds(), [&](const NodeKind& kind) {
           return class_index(nodes.text(kind, pop_name)) >= 0;
         });
}

LgnUnits read_lgn_units(const NodePopulation& nodes, Tools tools) {
  const auto& classes = model_tables().lgn_classes;
  std::vector<int> class_of_kind;
  for (const NodeKind& kind : nodes.kinds())
    class_of_kind.push_back(class_index(nodes.text(kind, pop_name)));
  LgnUnits units;
  std::vector<bool> composite(nodes.size());
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    const int unit_class = class_of_kind[nodes.kind(row)];
    if (unit_class < 0) {
      const NodeKind& kind = nodes.kinds()[nodes.kind(row)];
      tools.problems.fail(
          nodes.type_place(kind),
          fmt::format("\"{}\" is not a class of LGN units; names look like sON_TF1", nodes.text(kind, pop_name)));
    }
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
  return units;
}

} // namespace striate::sonata
