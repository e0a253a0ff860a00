// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv.h"
#include "engine/network/generator/generate.h"

#include <cmath>
#include <filesystem>
#include <memory>

namespace striate::test {

inline CsvTable expected_table(const std::string& name) {
  return CsvTable::read(std::filesystem::path(STRIATE_TEST_DATA) / "network" / name);
}

inline NetworkRecipe recipe_for(double radius_um, std::uint64_t seed = 153) {
  NetworkRecipe recipe;
  recipe.radius_um = radius_um;
  recipe.core_radius_um = NetworkRecipe::core_radius_for(radius_um);
  recipe.seed = seed;
  return recipe;
}

inline std::shared_ptr<const Network> build(const NetworkRecipe& recipe, int threads = 2) {
  ThreadPool pool(threads);
  Task task("test");
  return generate_network(recipe, pool, task);
}

/// Calls visit(source, run, target, weight) for every edge.
template <typename Visit>
void for_edges(const Projection& projection, Visit visit) {
  for (std::uint32_t source = 0; source < projection.source_count; ++source)
    for (const EdgeRun& run : projection.row(source))
      for (std::uint64_t edge = run.begin; edge < projection.run_end(run); ++edge)
        visit(source, run, projection.target[edge], projection.weight[edge]);
}

inline double relative_error(double value, double reference) {
  return std::abs(value - reference) / std::abs(reference);
}

} // namespace striate::test
