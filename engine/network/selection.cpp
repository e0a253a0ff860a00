// SPDX-License-Identifier: Apache-2.0
#include "engine/network/selection.h"

#include "engine/core/errors.h"
#include "engine/core/near_match.h"
#include "engine/core/number_text.h"
#include "engine/core/text_parts.h"
#include "engine/network/neuron_id.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace striate {

namespace {

/// "L2/3", from the display cell type ("L2/3_PV").
std::string layer_of(const Population& population) {
  return population.cell_type.substr(0, population.cell_type.find('_'));
}

/// Every class name that holds for a population: "Inh", "PV", "Pvalb"; "Exc", "IT".
std::vector<std::string> classes_of(const Population& population) {
  std::vector<std::string> names = {population.excitatory ? "Exc" : "Inh"};
  const std::string displayed = population.cell_type.substr(population.cell_type.find('_') + 1);
  if (displayed != names.front())
    names.push_back(displayed);
  if (population.cell_class == CellClass::pv)
    names.emplace_back("Pvalb");
  if (population.cell_class == CellClass::l1)
    names.emplace_back("Htr3a");
  return names;
}

/// All names of a population, the widest first.
std::vector<std::string> names_of(const Population& population) {
  std::vector<std::string> names = classes_of(population);
  const std::string layer = layer_of(population);
  const std::size_t classes = names.size();
  names.push_back(layer);
  for (std::size_t i = 0; i < classes; ++i)
    names.push_back(layer + "_" + names[i]);
  names.push_back(population.location);
  names.push_back(population.name);
  return names;
}

/// A term as names are compared: small letters, L23 for L2/3.
std::string plain_word(std::string_view term) {
  std::string word = lower_case(term);
  if (word.starts_with("l23"))
    word.replace(0, 3, "l2/3");
  return word;
}

bool names_one_of(const std::vector<std::string_view>& terms, const std::vector<std::string>& names) {
  return std::any_of(terms.begin(), terms.end(), [&](std::string_view term) {
    const std::string word = plain_word(term);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return lower_case(name) == word; });
  });
}

Error wrong(const std::string& why) {
  return Error(why, Error::Kind::usage);
}

} // namespace

std::vector<std::string> selection_names() {
  std::vector<std::string> names = {"all", "core"};
  for (const Population& population : model_tables().populations)
    for (const std::string& name : names_of(population))
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
  return names;
}

Selection Selection::parse(std::string_view text) {
  Selection selection;
  selection.text_ = trimmed(text);
  selection.populations_.assign(model_tables().populations.size(), false);
  if (selection.text_.empty())
    throw wrong("The neuron selection is empty; write for example all, L2/3_PV, Exc or ids:1,5-9.");
  for (const std::string_view term : split_fields(text, ',')) {
    const std::string word = lower_case(term);
    if (word.starts_with("model:"))
      selection.add_model(trimmed(term.substr(6)));
    else if (word.starts_with("ids:") || (!term.empty() && is_digit(term.front()))) {
      const std::string_view numbers = word.starts_with("ids:") ? trimmed(term.substr(4)) : term;
      if (!selection.add_numbers(numbers))
        throw wrong(fmt::format("\"{}\" in the selection \"{}\" is neither an id nor a range of ids; write for example "
                                "ids:1,5-9.",
                                term, selection.text_));
    } else
      selection.add_name(term);
  }
  return selection;
}

bool Selection::add_numbers(std::string_view term) {
  const std::size_t dash = term.find('-');
  const auto first = parse_whole<std::uint64_t>(trimmed(term.substr(0, dash)));
  const auto last = dash == std::string_view::npos ? first : parse_whole<std::uint64_t>(trimmed(term.substr(dash + 1)));
  if (!first || !last || *last < *first)
    return false;
  ids_.push_back({*first, *last});
  return true;
}

void Selection::add_model(std::string_view number) {
  const auto id = parse_whole<std::uint64_t>(number);
  const auto& models = model_tables().cell_models;
  const auto found = std::find_if(models.begin(), models.end(),
                                  [&](const CellModel& model) { return id && model.node_type_id == *id; });
  if (found == models.end())
    throw wrong(fmt::format("There is no cell model \"{}\" (selection \"{}\"); models are named by their node type id, "
                            "for example model:{}.",
                            number, text_, models.front().node_type_id));
  models_.push_back(static_cast<std::uint16_t>(found - models.begin()));
}

void Selection::add_name(std::string_view name) {
  const std::string word = plain_word(name);
  bool found = word == "all" || word == "core";
  all_ = all_ || word == "all";
  core_ = core_ || word == "core";
  const auto& populations = model_tables().populations;
  for (std::size_t i = 0; i < populations.size(); ++i)
    for (const std::string& one : names_of(populations[i]))
      if (lower_case(one) == word) {
        populations_[i] = true;
        found = true;
      }
  if (!found) {
    const std::string hint = near_match_hint(name, selection_names());
    throw wrong(fmt::format("\"{1}\" in the selection \"{0}\" is unknown{2}", text_, name,
                            hint.empty() ? "; write all, a layer (L4), a class (PV), both (L2/3_PV), a population "
                                           "(e23Cux2), model:ID or ids:1,5-9."
                                         : hint));
  }
}

std::vector<std::uint32_t> Selection::resolve(const Network& network) const {
  std::vector<std::uint32_t> chosen = members(network);
  if (chosen.empty())
    throw wrong(fmt::format("The selection \"{}\" contains no neuron of the network {}.", text_, network.name));
  return chosen;
}

std::vector<std::uint32_t> Selection::members(const Network& network) const {
  const NeuronTable& neurons = network.neurons;
  const ModelTables& tables = *network.tables;
  const std::uint32_t count = neurons.size();
  std::vector<bool> listed(count, all_);
  for (const IdRange& range : ids_) {
    if (neurons.file_id.empty()) {
      if (range.last >= count)
        throw wrong(fmt::format("The selection \"{}\" asks for neuron {}, but the network {} has ids 0 to {}.", text_,
                                range.last, network.name, count - 1));
      std::fill(listed.begin() + static_cast<std::ptrdiff_t>(range.first),
                listed.begin() + static_cast<std::ptrdiff_t>(range.last) + 1, true);
      continue;
    }
    bool any = false;
    for (std::uint32_t neuron = 0; neuron < count; ++neuron)
      if (const std::uint64_t id = neuron_id(neurons, neuron); range.first <= id && id <= range.last)
        any = listed[neuron] = true;
    if (!any)
      throw wrong(fmt::format("The selection \"{}\" asks for ids {} to {}, none of which exists in the network {}.",
                              text_, range.first, range.last, network.name));
  }
  // Imported tables begin with the program's populations; those they add are known by the same kinds of names.
  std::vector<bool> populations = populations_;
  for (std::size_t p = populations.size(); p < tables.populations.size(); ++p)
    populations.push_back(names_one_of(split_fields(text_, ','), names_of(tables.populations[p])));
  const auto model_chosen = [&](std::uint32_t neuron) {
    const std::uint32_t id = tables.cell_models[neurons.model[neuron]].node_type_id;
    return std::any_of(models_.begin(), models_.end(),
                       [id](std::uint16_t model) { return model_tables().cell_models[model].node_type_id == id; });
  };
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t neuron = 0; neuron < count; ++neuron)
    if (listed[neuron] || populations[neurons.population[neuron]] ||
        (core_ && neurons.radius_um(neuron) < static_cast<float>(network.recipe.core_radius_um)) ||
        model_chosen(neuron))
      chosen.push_back(neuron);
  return chosen;
}

} // namespace striate
