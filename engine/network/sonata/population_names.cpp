#include "engine/core/text_parts.h"
#include "engine/network/sonata/neuron_models.h"

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

Population describe_population(const std::string& name, const std::string& ei, const std::string& location,
                               const Place& place, Problems& problems) {
  Population population;
  population.name = name;
  population.location = location;
  const std::string letter = ei.empty() ? name.substr(0, 1) : ei;
  if (letter != "e" && letter != "i")
    problems.fail(place, fmt::format("neither ei nor the pop_name \"{}\" tells whether the population is excitatory; "
                                     "give ei as e or i",
                                     name));
  population.excitatory = letter == "e";
  const int digit = first_digit(location) != 0 ? first_digit(location) : first_digit(name);
  population.layer = digit == 3 ? 2 : digit;
  if (population.layer != 1 && population.layer != 2 && population.layer != 4 && population.layer != 5 &&
      population.layer != 6)
    problems.fail(place, fmt::format("neither location \"{}\" nor the pop_name \"{}\" tells the layer; give a location "
                                     "like VisL4",
                                     location, name));
  const ModelTables& tables = model_tables();
  const std::string likely = likely_class(name, population.excitatory, population.layer);
  population.synaptic_class =
      static_cast<int>(std::ranges::find(tables.synaptic_classes, likely) - tables.synaptic_classes.begin());
  population.cell_class = population.excitatory   ? CellClass::exc
                          : population.layer == 1 ? CellClass::l1
                          : likely == "pv"        ? CellClass::pv
                          : likely == "sst"       ? CellClass::sst
                                                  : CellClass::vip;
  // The display type and the depths of the built-in population most like it.
  for (const Population& known : tables.populations)
    if (known.layer == population.layer && known.cell_class == population.cell_class) {
      population.cell_type = known.cell_type;
      population.depth_top_um = known.depth_top_um;
      population.depth_bottom_um = known.depth_bottom_um;
      if (known.location == location || population.location.empty())
        population.location = known.location;
      if (known.synaptic_class == population.synaptic_class)
        break;
    }
  return population;
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
      problems.error(place,
                     fmt::format("the population {} receives synapses made for {} and for {} cells; a population "
                                 "of one class of synapses is supported",
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
