// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/cell_group.h"

#include "engine/core/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace striate {

namespace {

constexpr std::array model_layers{1, 2, 4, 5, 6};
constexpr std::array cell_classes{CellClass::exc, CellClass::pv, CellClass::sst, CellClass::vip, CellClass::l1};

constexpr std::uint8_t bit(CellClass cell_class) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(cell_class));
}
constexpr std::uint8_t excitatory_bits = bit(CellClass::exc);
constexpr std::uint8_t inhibitory_bits = CellGroup::all_classes & ~excitatory_bits;

std::string class_label(std::uint8_t classes) {
  if (classes == inhibitory_bits)
    return "inhibitory";
  for (const CellClass one : cell_classes)
    if (classes == bit(one))
      return class_name(one);
  return {};
}

/// "PV", "excitatory" ... in any case; 0 when it is no class.
std::uint8_t classes_named(std::string_view name) {
  const std::string word = lower_case(name);
  if (word == "exc" || word == "excitatory" || word == "et" || word == "it" || word == "np")
    return excitatory_bits;
  if (word == "inh" || word == "inhibitory")
    return inhibitory_bits;
  if (word == "htr3a")
    return bit(CellClass::l1);
  if (word == "pv" || word == "pvalb")
    return bit(CellClass::pv);
  if (word == "sst")
    return bit(CellClass::sst);
  return word == "vip" ? bit(CellClass::vip) : 0;
}

/// "L4", "L2/3"; 0 when it is no layer.
int layer_named(const std::string& word) {
  if (word == "L2/3")
    return 2;
  const bool layer =
      word.size() == 2 && word[0] == 'L' && std::ranges::find(model_layers, word[1] - '0') != model_layers.end();
  return layer ? word[1] - '0' : 0;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (c == ' ' || c == '_')
      words.emplace_back();
    else
      words.back() += c;
  }
  std::erase_if(words, [](const std::string& word) {
    return word.empty() || word == "neurons" || (word.front() == '(' && word.back() == ')'); // "(123)": how many
  });
  return words;
}

} // namespace

bool CellGroup::contains(int of_layer, CellClass of_class) const {
  return (layer == 0 || layer == of_layer) && (classes & bit(of_class)) != 0;
}

bool CellGroup::overlaps(const CellGroup& other) const {
  return (layer == 0 || other.layer == 0 || layer == other.layer) && (classes & other.classes) != 0;
}

std::string CellGroup::label() const {
  const std::string of_layer = layer == 0 ? "" : layer == 2 ? "L2/3" : fmt::format("L{}", layer);
  const std::string of_class = layer == 1 ? "" : class_label(classes);
  return of_layer + (of_layer.empty() || of_class.empty() ? "" : " ") + of_class;
}

CellGroup group_of_class(CellClass cell_class, int layer) {
  return cell_class == CellClass::l1 ? group_of_layer(1) : CellGroup{layer, bit(cell_class)};
}
CellGroup group_of_layer(int layer) {
  return {layer, layer == 1 ? bit(CellClass::l1) : CellGroup::all_classes};
}
CellGroup excitatory_group(int layer) {
  return {layer, excitatory_bits};
}
CellGroup inhibitory_group(int layer) {
  return layer == 1 ? group_of_layer(1) : CellGroup{layer, inhibitory_bits};
}

std::optional<CellGroup> group_named(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  if (words.empty() || words.size() > 2)
    return std::nullopt;
  CellGroup group{0, 0};
  for (const std::string& word : words) {
    const int layer = layer_named(word);
    const std::uint8_t classes = classes_named(word);
    if ((layer == 0) == (classes == 0) || (layer != 0 && group.layer != 0) || (classes != 0 && group.classes != 0))
      return std::nullopt;
    group.layer += layer;
    group.classes = static_cast<std::uint8_t>(group.classes | classes);
  }
  if (group.classes == 0)
    return group_of_layer(group.layer);
  // Layer 1 has one class, whatever a figure calls it.
  return group.layer == 1 || group.classes == bit(CellClass::l1) ? group_of_layer(1) : group;
}

const std::vector<CellGroup>& usual_groups() {
  static const std::vector<CellGroup> groups = [] {
    std::vector<CellGroup> all;
    for (const CellClass one : cell_classes)
      if (one != CellClass::l1) // layer 1
        all.push_back(group_of_class(one));
    for (const int layer : model_layers)
      all.push_back(group_of_layer(layer));
    return all;
  }();
  return groups;
}

} // namespace striate
