// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/names/recipe_json.h"

#include "engine/core/errors.h"
#include "engine/core/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace striate::sonata {

std::string write_recipe(const NetworkRecipe& recipe) {
  nlohmann::json json;
  json["radius_um"] = recipe.radius_um;
  json["core_radius_um"] = recipe.core_radius_um;
  json["seed"] = recipe.seed;
  json["weight_rule"] = recipe.weight_rule == NetworkRecipe::WeightRule::l2l ? "l2l" : "nll";
  json["small_lgn"] = recipe.small_lgn;
  json["fluctuate"] = recipe.fluctuate;
  return json.dump();
}

NetworkRecipe read_recipe(const std::string& text, const std::string& place) {
  const nlohmann::json json = json_from_text(text, place, "the recipe of a network");
  try {
    NetworkRecipe recipe;
    recipe.radius_um = json.at("radius_um").get<double>();
    recipe.core_radius_um = json.at("core_radius_um").get<double>();
    recipe.seed = json.at("seed").get<std::uint64_t>();
    const auto rule = json.at("weight_rule").get<std::string>();
    if (rule != "nll" && rule != "l2l")
      throw Error(fmt::format("{}: the weight rule \"{}\" is unknown; it is nll or l2l.", place, rule));
    recipe.weight_rule = rule == "l2l" ? NetworkRecipe::WeightRule::l2l : NetworkRecipe::WeightRule::nll;
    recipe.small_lgn = json.at("small_lgn").get<bool>();
    recipe.fluctuate = json.at("fluctuate").get<bool>();
    return recipe;
  } catch (const nlohmann::json::exception& failure) {
    throw Error(fmt::format("{} is not the recipe of a network ({}).", place, failure.what()));
  }
}

} // namespace striate::sonata
