// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <memory>

namespace striate {

/// Part of the cache's key: raise it with every change after which the same recipe gives another network.
inline constexpr int generator_version = 1;

/// Throws a usage Error for an impossible recipe (radius outside 10..1000 um).
void check_recipe(const NetworkRecipe& recipe);

/// Builds a network by the published rules (docs/model/network.md#built-in-networks). The result depends on the recipe
/// alone, not on the number of threads. Reports progress on the task; throws Error for an impossible recipe.
std::shared_ptr<const Network> generate_network(const NetworkRecipe& recipe, ThreadPool& pool, Task& task);

} // namespace striate
