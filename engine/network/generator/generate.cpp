// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/generate.h"

#include "engine/core/errors.h"
#include "engine/network/generator/background.h"
#include "engine/network/generator/lgn_edges.h"
#include "engine/network/generator/neurons.h"
#include "engine/network/generator/recurrent.h"

#include <fmt/format.h>

namespace striate {

namespace {

std::string network_name(double radius_um) {
  for (const NamedRadius& named : named_radii)
    if (named.radius_um == radius_um)
      return named.name;
  return fmt::format("R = {} um", radius_um);
}

} // namespace

void check_recipe(const NetworkRecipe& recipe) {
  if (!(recipe.radius_um >= 10.0 && recipe.radius_um <= 1000.0))
    throw Error(fmt::format("The network radius is {} um; choose one between 10 and 1000 um.", recipe.radius_um),
                Error::Kind::usage);
  if (!(recipe.core_radius_um >= 0.0 && recipe.core_radius_um <= 1000.0))
    throw Error(fmt::format("The core radius is {} um; choose one between 0 and 1000 um.", recipe.core_radius_um),
                Error::Kind::usage);
}

std::shared_ptr<const Network> generate_network(const NetworkRecipe& recipe, ThreadPool& pool, Task& task) {
  check_recipe(recipe);
  const ModelTables& tables = model_tables();
  const Workshop workshop{pool, task};
  const LgnField field = LgnField::for_size(recipe.small_lgn);
  auto network = std::make_shared<Network>();
  network->name = network_name(recipe.radius_um);
  network->recipe = recipe;

  task.set_step("Placing neurons");
  task.advance(0.0);
  network->neurons = generate_neurons(tables, recipe, network->population_range);
  network->background = generate_background(tables, network->neurons, recipe.seed);

  // Rough shares of the time, for the progress bar; which part is largest depends on the radius.
  task.set_step("Connecting neurons");
  network->recurrent = generate_recurrent(tables, recipe, network->neurons, workshop, {0.02, 0.6});

  task.set_step("Connecting the LGN");
  network->lgn_units = generate_lgn_units(tables, field, recipe.seed);
  LgnEdges lgn =
      generate_lgn_edges(tables, recipe, network->neurons, network->lgn_units, field, workshop, {0.65, 0.95});
  network->lgn = std::move(lgn.projection);
  network->lgn_synapses = lgn.synapses;
  task.advance(1.0);
  return network;
}

} // namespace striate
