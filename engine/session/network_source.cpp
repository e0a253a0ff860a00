// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "engine/network/cache/network_cache.h"
#include "engine/network/factors/apply_factors.h"
#include "engine/network/generator/generate.h"
#include "engine/network/sonata/read/sonata_run.h"
#include "engine/session/session.h"
#include "engine/training/run/trained_network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace striate {

NetworkRecipe recipe_from(const ParameterSet& parameters) {
  NetworkRecipe recipe;
  recipe.radius_um = parameters.number("radius");
  for (const NamedRadius& named : named_radii)
    if (parameters.choice("network") == named.name)
      recipe.radius_um = named.radius_um;
  recipe.core_radius_um = NetworkRecipe::core_radius_for(recipe.radius_um);
  recipe.seed = static_cast<std::uint64_t>(parameters.number("network-seed"));
  recipe.weight_rule =
      parameters.is(choices::WeightRule::l2l) ? NetworkRecipe::WeightRule::l2l : NetworkRecipe::WeightRule::nll;
  recipe.small_lgn = parameters.flag("small-lgn");
  recipe.fluctuate = parameters.flag("fluctuate");
  return recipe;
}

namespace {

/// The cache, or nothing when the user wants none or has no folder for it.
std::optional<NetworkCache> cache_for(const ParameterSet& parameters, Task& task) {
  if (!parameters.flag("network-cache"))
    return {};
  try {
    return NetworkCache(network_cache_folder());
  } catch (const Error& failure) {
    task.warn(failure.what());
    return {};
  }
}

/// A simulation config may bring spikes; whoever takes only its network should know.
void warn_of_inputs(const ParameterSet& parameters, Task& task) {
  std::vector<std::string> left;
  for (const SonataRun::Spikes& input : sonata_spike_inputs(parameters.text("network-file"))) {
    const auto taken = [&](const char* key) {
      const std::string& file = parameters.text(key);
      return !file.empty() && std::filesystem::absolute(file).lexically_normal() == input.file;
    };
    if (!taken("lgn-spikes") && !taken("background-spikes"))
      left.push_back(fmt::format("{} ({})", input.from, input.file.string()));
  }
  if (!left.empty())
    task.warn(fmt::format("{}: only the network is used; the spikes of {} are ignored. \"striate simulate\" uses them, "
                          "or give the files as lgn-spikes and background-spikes.",
                          parameters.text("network-file"), fmt::join(left, ", ")));
}

std::shared_ptr<const Network> network_from_file(const ParameterSet& parameters, ThreadPool& pool, Task& task) {
  const std::string& file = parameters.text("network-file");
  if (file.empty())
    throw Error("The network is \"file\" but no file is given; set network-file to a SONATA config or folder.",
                Error::Kind::usage);
  task.set_step("Reading the network");
  const bool replayed = !parameters.text("lgn-spikes").empty() || !parameters.text("lgn-rates").empty();
  const SonataOptions options = sonata_options_from(parameters);
  const SonataNetwork read =
      replayed ? read_sonata_for_replay(file, options, pool, task) : read_sonata(file, options, pool, task);
  for (const SonataProblem& warning : read.warnings)
    task.warn(warning.sentence);
  warn_of_inputs(parameters, task);
  return read.network;
}

std::shared_ptr<const Network> own_network(const ParameterSet& parameters, ThreadPool& pool, Task& task) {
  if (parameters.is(choices::NetworkKind::file))
    return network_from_file(parameters, pool, task);
  const NetworkRecipe recipe = recipe_from(parameters);
  if (const auto cache = cache_for(parameters, task))
    return cache->open_or_build(recipe, pool, task);
  return generate_network(recipe, pool, task);
}

/// The table that the parameters ask for, read before anything is built; none: weights by the rules.
std::optional<WeightFactors> weight_factors_from(const ParameterSet& parameters) {
  const std::string& state = parameters.text("weight-state");
  if (state == "rules")
    return {};
  if (state != "trained")
    return WeightFactors::read(state);
  if (parameters.is(choices::NetworkKind::file))
    throw Error("The trained weight factors are those of the built-in networks; for a network from a file leave "
                "weight-state at rules, or name a table.",
                Error::Kind::usage);
  if (parameters.is(choices::WeightRule::l2l))
    throw Error("The trained weight factors were found on the weight rule nll; choose it, or weight-state rules.",
                Error::Kind::usage);
  return WeightFactors::read(resource("weights/factors.csv"));
}

} // namespace

SonataOptions sonata_options_from(const ParameterSet& parameters) {
  SonataOptions options;
  options.weight_variant = parameters.text("edge-variant");
  if (const double radius_um = parameters.number("select-radius"); radius_um > 0.0)
    options.radius_um = radius_um;
  if (const std::int64_t neurons = parameters.integer("select-neurons"); neurons > 0)
    options.nearest = static_cast<std::uint32_t>(neurons);
  return options;
}

std::shared_ptr<const Network> build_network(const ParameterSet& parameters, Task& task) {
  steps_per_ms_from(parameters);
  ThreadPool pool(static_cast<int>(parameters.integer("threads")));
  const std::optional<WeightFactors> factors = weight_factors_from(parameters);
  auto network = own_network(parameters, pool, task);
  if (factors) {
    task.set_step("Applying weight factors");
    const auto scaled = apply_factors(*network, *factors, pool);
    const std::filesystem::path state = parameters.text("weight-state"); // status line and recordings name it
    scaled->name = fmt::format("{}-{}", network->name, state.stem().string());
    network = scaled;
  }
  const std::string& weights = parameters.text("weights");
  if (weights.empty())
    return network;
  task.set_step("Reading the weights");
  return trained_network(std::move(network), weights, pool);
}

} // namespace striate
