// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/selection.h"
#include "network_support.h"
#include "tests/support/sentences.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace striate;
using namespace striate::test;

namespace {

const Network& tiny() {
  static const auto network = test::build(test::recipe_for(50.0));
  return *network;
}

std::vector<std::uint32_t> ids(const char* text) {
  return Selection::parse(text).resolve(tiny());
}

/// What a selection must give, from the population table alone.
template <typename Condition>
std::vector<std::uint32_t> where(Condition&& condition) {
  std::vector<std::uint32_t> result;
  for (std::uint32_t id = 0; id < tiny().neurons.size(); ++id)
    if (condition(model_tables().populations[tiny().neurons.population[id]]))
      result.push_back(id);
  return result;
}

std::string sentence(const char* text) {
  try {
    ids(text);
  } catch (const Error& failure) {
    CHECK(failure.exit_code() == 2);
    return failure.what();
  }
  return {};
}

} // namespace

TEST_CASE("names of populations, layers and classes, alone and together") {
  CHECK(ids("all").size() == tiny().neurons.size());
  CHECK(ids("e23Cux2") == where([](const Population& p) { return p.name == "e23Cux2"; }));
  CHECK(ids("L2/3_PV") == where([](const Population& p) { return p.name == "i23Pvalb"; }));
  CHECK(ids("L23_pvalb") == ids("L2/3_PV"));
  CHECK(ids("L4") == where([](const Population& p) { return p.layer == 4; }));
  CHECK(ids("L2/3") == where([](const Population& p) { return p.layer == 2; }));
  CHECK(ids("VisL6a") == where([](const Population& p) { return p.layer == 6; }));
  CHECK(ids("Pvalb") == where([](const Population& p) { return p.cell_class == CellClass::pv; }));
  CHECK(ids("pv") == ids("Pvalb"));
  CHECK(ids("exc") == where([](const Population& p) { return p.excitatory; }));
  CHECK(ids("Inh").size() + ids("Exc").size() == tiny().neurons.size());
  CHECK(ids("L1_Inh") == ids("Htr3a"));
  CHECK(ids("L5_Exc") == where([](const Population& p) { return p.layer == 5 && p.excitatory; }));
  CHECK(ids("L5_Exc") == ids("L5_IT, L5_ET, L5_NP"));
  CHECK(ids("e4other,L4_Sst") == where([](const Population& p) { return p.name == "e4other" || p.name == "i4Sst"; }));
}

TEST_CASE("every name the language offers chooses what its table rows say") {
  std::set<std::string> names;
  for (const std::string& name : selection_names()) {
    CAPTURE(name);
    CHECK(names.insert(name).second);
    CHECK_NOTHROW(Selection::parse(name));
  }
  for (const Population& population : model_tables().populations) {
    CHECK(names.contains(population.name));
    CHECK(names.contains(population.cell_type));
  }
}

TEST_CASE("ids, ranges, models and the core") {
  using Ids = std::vector<std::uint32_t>;
  CHECK(ids("ids:1,5-9") == Ids{1, 5, 6, 7, 8, 9});
  CHECK(ids("ids: 7 - 9 , 3,8") == Ids{3, 7, 8, 9});
  CHECK(ids("0") == Ids{0});
  const auto& neurons = tiny().neurons;
  const auto& model = model_tables().cell_models[neurons.model[500]];
  const auto of_model = ids(("model:" + std::to_string(model.node_type_id)).c_str());
  CHECK(std::find(of_model.begin(), of_model.end(), 500u) != of_model.end());
  for (const std::uint32_t id : of_model)
    CHECK(neurons.model[id] == neurons.model[500]);
  const auto core = ids("core");
  CHECK(core.size() > 50);
  CHECK(core.size() < neurons.size() / 2);
  for (const std::uint32_t id : core)
    CHECK(neurons.radius_um(id) < 20.0f);
}

TEST_CASE("what is no selection gets one sentence with the place and a near match") {
  CHECK(contains(sentence("L5_PTT"), "L5_PTT"));
  CHECK(contains(sentence("Pvalp"), "did you mean \"Pvalb\"?"));
  CHECK(contains(sentence("all,L2/3_VP"), "did you mean \"L2/3_VIP\"?"));
  CHECK(contains(sentence("e23Cux"), "e23Cux2"));
  CHECK(contains(sentence("zebrafish"), "write all, a layer"));
  CHECK(contains(sentence(""), "empty"));
  CHECK(contains(sentence("L4,,L5"), "\"\""));
  CHECK(contains(sentence("ids:"), "neither an id nor a range"));
  CHECK(contains(sentence("ids:9-5"), "9-5"));
  CHECK(contains(sentence("ids:1,-3"), "-3"));
  CHECK(contains(sentence("ids:99999999999999999999999"), "neither"));
  CHECK(contains(sentence("ids:1141"), "0 to 1140"));
  CHECK(contains(sentence("model:12"), "no cell model \"12\""));
  CHECK(contains(sentence("model:x"), "\"x\""));
}

TEST_CASE("a selection that chooses nothing here is refused") {
  Network none = tiny();
  std::fill(none.neurons.population.begin(), none.neurons.population.end(), std::uint8_t{0});
  CHECK_THROWS_WITH_AS(Selection::parse("L4").resolve(none), doctest::Contains("contains no neuron"), Error);
}
