// SPDX-License-Identifier: Apache-2.0
#include "engine/core/text_parts.h"
#include "engine/network/sonata/read/neuron_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace striate::sonata {

namespace {

/// The first digit of a text, 0 when there is none: "VisL2/3" -> 2, "e5ET" -> 5.
int first_digit(const std::string& text) {
  for (const char c : text)
    if (is_digit(c))
      return c - '0';
  return 0;
}

bool contains(const std::string& name, const char* part) {
  return lower_case(name).find(part) != std::string::npos;
}

/// The synaptic class that the name suggests; edges may know better.
const char* likely_class(const std::string& name, bool excitatory, int layer) {
  if (!excitatory) {
    if (contains(name, "pv"))
      return "pv";
    return contains(name, "sst") ? "sst" : "vip";
  }
  switch (layer) {
  case 2:
    return "e23";
  case 4:
    return "e4";
  case 6:
    return "e6";
  default:
    return contains(name, "et") ? "e5et" : contains(name, "np") ? "e5np" : "e5it";
  }
}

} // namespace

Population describe_population(const std::string& name, const std::string& sign, const std::string& region,
                               const Place& place, Problems& problems) {
  Population described;
  described.name = name;
  described.location = region;
  const std::string letter = sign.empty() ? name.substr(0, 1) : sign;
  if (letter != "e" && letter != "i")
    problems.fail(place, fmt::format("neither ei nor the pop_name \"{}\" identifies the population as excitatory or "
                                     "inhibitory; give ei as e or i",
                                     name));
  described.excitatory = letter == "e";
  const int digit = first_digit(region) != 0 ? first_digit(region) : first_digit(name);
  described.layer = digit == 3 ? 2 : digit;
  if (described.layer != 1 && described.layer != 2 && described.layer != 4 && described.layer != 5 &&
      described.layer != 6)
    problems.fail(
        place,
        fmt::format("neither location \"{}\" nor the pop_name \"{}\" identifies the layer; give a location like VisL4",
                    region, name));
  const ModelTables& tables = model_tables();
  const std::string likely = likely_class(name, described.excitatory, described.layer);
  described.synaptic_class =
      static_cast<int>(std::ranges::find(tables.synaptic_classes, likely) - tables.synaptic_classes.begin());
  described.cell_class = described.excitatory   ? CellClass::exc
                         : described.layer == 1 ? CellClass::l1
                         : likely == "pv"       ? CellClass::pv
                         : likely == "sst"      ? CellClass::sst
                                                : CellClass::vip;
  // The display type and the depths of the built-in population most like it.
  for (const Population& known : tables.populations)
    if (known.layer == described.layer && known.cell_class == described.cell_class) {
      described.cell_type = known.cell_type;
      described.depth_top_um = known.depth_top_um;
      described.depth_bottom_um = known.depth_bottom_um;
      if (known.location == region || described.location.empty())
        described.location = known.location;
      if (known.synaptic_class == described.synaptic_class)
        break;
    }
  return described;
}

void settle_synaptic_classes(std::shared_ptr<const ModelTables>& tables, const std::vector<std::uint16_t>& seen,
                             const Place& place, Problems& problems) {
  std::vector<unsigned> of_population(tables->populations.size());
  for (std::size_t model = 0; model < seen.size(); ++model)
    of_population[static_cast<std::size_t>(tables->cell_models[model].population)] |= seen[model];
  std::shared_ptr<ModelTables> changed;
  for (std::size_t p = 0; p < of_population.size(); ++p) {
    const unsigned classes = of_population[p];
    if (std::popcount(classes) > 1) {
      const auto one = static_cast<std::size_t>(std::countr_zero(classes));
      const auto other = static_cast<std::size_t>(std::countr_zero(classes & (classes - 1)));
      problems.error(place, fmt::format("the population {} receives synapses made for {} and for {} cells; only one "
                                        "synapse class per population is supported",
                                        tables->populations[p].name, tables->synaptic_classes[one],
                                        tables->synaptic_classes[other]));
    } else if (classes != 0 && std::countr_zero(classes) != tables->populations[p].synaptic_class) {
      if (!changed)
        changed = std::make_shared<ModelTables>(*tables);
      changed->populations[p].synaptic_class = std::countr_zero(classes);
    }
  }
  if (changed)
    tables = std::move(changed);
}

} // namespace striate::sonata
