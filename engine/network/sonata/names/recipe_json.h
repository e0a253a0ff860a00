// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <string>

namespace striate::sonata {

/// A recipe as JSON text, kept as an attribute of the files we write, and back. read_recipe throws Error naming
/// `place` when the text is not a recipe.
std::string write_recipe(const NetworkRecipe& recipe);
NetworkRecipe read_recipe(const std::string& text, const std::string& place);

} // namespace striate::sonata
