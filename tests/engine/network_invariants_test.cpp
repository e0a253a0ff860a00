// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/generator/recurrent.h"
#include "tests/engine/network_support.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <set>
#include <thread>

using namespace striate;
using namespace striate::test;

namespace {

void check_layout(const Projection& projection) {
  REQUIRE(projection.row_run.size() == projection.source_count + 1);
  REQUIRE(projection.row_run.back() + 1 == projection.runs.size());
  CHECK(projection.runs.back().begin == projection.edge_count());
  CHECK(projection.weight.size() == projection.target.size());
  std::size_t wrong = 0;
  for (std::uint32_t source = 0; source < projection.source_count; ++source) {
    int previous = -1;
    for (const EdgeRun& run : projection.row(source)) {
      const int order = run.slot * 256 + run.delay;
      wrong += order <= previous || run.begin >= projection.run_end(run);
      previous = order;
      for (std::uint64_t edge = run.begin; edge < projection.run_end(run); ++edge)
        wrong += projection.target[edge] >= projection.target_count ||
                 (edge > run.begin && projection.target[edge] <= projection.target[edge - 1]);
    }
  }
  CHECK(wrong == 0);
}

bool same(const Projection& a, const Projection& b) {
  return a.row_run == b.row_run && a.target == b.target && a.weight == b.weight &&
         std::ranges::equal(a.runs, b.runs, [](const EdgeRun& x, const EdgeRun& y) {
           return x.begin == y.begin && x.delay == y.delay && x.slot == y.slot;
         });
}

} // namespace

TEST_CASE("a network keeps its invariants") {
  const auto network = build(recipe_for(100));
  const ModelTables& tables = model_tables();
  const NeuronTable& neurons = network->neurons;
  CHECK(network->name == "small");
  CHECK(neurons.size() == 4239);
  check_layout(network->recurrent);
  check_layout(network->lgn);
  CHECK(network->recurrent.max_delay() == 3);
  CHECK(network->lgn.source_count == 17400);

  std::size_t wrong = 0;
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for_edges(network->recurrent, [&](std::uint32_t source, const EdgeRun& run, std::uint32_t target, float weight) {
    const Population& from = tables.populations[neurons.population[source]];
    const Population& to = tables.populations[neurons.population[target]];
    const auto pre = static_cast<std::size_t>(from.synaptic_class);
    wrong += (weight < 0.0f) == from.excitatory || !std::isfinite(weight) || weight == 0.0f;
    wrong += source == target || !seen.insert({source, target}).second;
    wrong += run.slot != from.synaptic_class;
    wrong += run.delay != delay_steps(tables.delay_ms[pre][static_cast<std::size_t>(to.synaptic_class)]);
  });
  CHECK(wrong == 0);

  for (std::size_t p = 0; p < tables.populations.size(); ++p) {
    const Population& population = tables.populations[p];
    const Network::Range range = network->population_range[p];
    double size = 0.0;
    for (std::uint32_t id = range.first; id < range.last; ++id) {
      wrong += neurons.population[id] != p || tables.cell_models[neurons.model[id]].population != static_cast<int>(p);
      wrong += neurons.radius_um(id) < 0.9999f || neurons.radius_um(id) > 100.001f;
      wrong += -neurons.y_um[id] < population.depth_top_um || -neurons.y_um[id] > population.depth_bottom_um;
      if (id > range.first && neurons.model[id] == neurons.model[id - 1])
        wrong += neurons.tuning_deg[id] <= neurons.tuning_deg[id - 1];
      else
        wrong += neurons.tuning_deg[id] != 0.0f;
      size += neurons.target_size[id];
    }
    const double n = range.last - range.first;
    const double variance = population.nsyn_shape * population.nsyn_shape;
    const double mean = population.nsyn_scale * std::exp(variance / 2.0);
    CHECK(std::abs(size / n - mean) < 4.0 * mean * std::sqrt(std::expm1(variance) / n));
  }
  CHECK(wrong == 0);

  const BackgroundProjection& background = network->background;
  REQUIRE(background.row_start.size() == neurons.size() + 1);
  CHECK(background.source.size() == 16956);
  CHECK(background.weight.size() == background.source.size());
  std::vector<int> used(100);
  for (std::uint32_t id = 0; id < neurons.size(); ++id) {
    std::set<int> sources;
    for (std::uint32_t i = background.row_start[id]; i < background.row_start[id + 1]; ++i) {
      wrong += background.source[i] >= 100 ||
               background.weight[i] != float(tables.cell_models[neurons.model[id]].background_weight_pA);
      sources.insert(background.source[i]);
      ++used[background.source[i]];
    }
    wrong += sources.size() != 4;
  }
  CHECK(wrong == 0);
  for (const int uses : used)
    CHECK(std::abs(uses - 169.56) < 4.5 * std::sqrt(169.56 * 0.96));
}

TEST_CASE("tuning angles of one model are equally spaced") {
  const auto network = build(recipe_for(50));
  const NeuronTable& neurons = network->neurons;
  for (std::uint32_t first = 0; first < neurons.size();) {
    std::uint32_t last = first;
    while (last < neurons.size() && neurons.model[last] == neurons.model[first])
      ++last;
    for (std::uint32_t id = first; id < last; ++id)
      CHECK(neurons.tuning_deg[id] == float(360.0 * (id - first) / (last - first)));
    first = last;
  }
}

TEST_CASE("the network does not depend on the number of threads, but on the seed") {
  const auto one = build(recipe_for(100), 1);
  for (const int threads : {2, 3}) {
    const auto other = build(recipe_for(100), threads);
    CHECK(same(one->recurrent, other->recurrent));
    CHECK(same(one->lgn, other->lgn));
    CHECK(one->lgn_synapses == other->lgn_synapses);
    CHECK(one->background.source == other->background.source);
    CHECK(one->neurons.target_size == other->neurons.target_size);
  }
  const auto other_seed = build(recipe_for(100, 154), 2);
  CHECK_FALSE(same(one->recurrent, other_seed->recurrent));
  CHECK_FALSE(same(one->lgn, other_seed->lgn));
}

TEST_CASE("a cancelled build ends as cancelled, at once or while it works") {
  ThreadPool pool(2);
  Task early("early");
  early.cancel();
  CHECK_FALSE(early.run([&](Task& task) { generate_network(recipe_for(400), pool, task); }));
  CHECK(early.status().state == TaskState::cancelled);

  Task late("late");
  std::jthread user([&] {
    while (late.status().fraction < 0.03)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    late.cancel();
  });
  CHECK_FALSE(late.run([&](Task& task) { generate_network(recipe_for(400), pool, task); }));
  CHECK(late.status().state == TaskState::cancelled);
  CHECK(late.status().fraction < 0.9);
  CHECK(late.status().step == "Connecting neurons");

  // The pool is as good as new.
  Task again("again");
  CHECK(again.run([&](Task& task) { generate_network(recipe_for(50), pool, task); }));
  CHECK(again.status().fraction == 1.0);
}

TEST_CASE("impossible recipes are refused with a sentence") {
  for (const double radius : {9.9, 1000.5, -5.0, std::numeric_limits<double>::quiet_NaN()}) {
    NetworkRecipe recipe = recipe_for(100);
    recipe.radius_um = radius;
    CHECK_THROWS_AS(build(recipe), Error);
  }
  NetworkRecipe recipe = recipe_for(100);
  recipe.core_radius_um = -1.0;
  CHECK_THROWS_WITH_AS(build(recipe), "The core radius is -1 um; choose one between 0 and 1000 um.", Error);
}

TEST_CASE("fluctuating counts leave models empty and everything still fits") {
  NetworkRecipe recipe = recipe_for(10);
  recipe.fluctuate = true;
  const auto tiny = build(recipe);
  CHECK(tiny->name == "R = 10 um");
  std::set<int> models(tiny->neurons.model.begin(), tiny->neurons.model.end());
  CHECK(models.size() < 201);
  check_layout(tiny->recurrent);
  check_layout(tiny->lgn);

  recipe = recipe_for(200);
  recipe.fluctuate = true;
  recipe.small_lgn = true;
  const double count = build(recipe)->neurons.size();
  CHECK(count != 16728.0);
  CHECK(std::abs(count - 16728.0) < 4.0 * std::sqrt(16728.0));
}
