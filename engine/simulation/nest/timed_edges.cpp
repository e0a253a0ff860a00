// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/timed_edges.h"

#include "engine/core/errors.h"
#include "engine/simulation/nest/constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace striate {

namespace {

constexpr double most_steps = std::numeric_limits<std::uint16_t>::max();

bool fits(double steps) {
  return steps >= 1.0 && steps <= most_steps;
}

void check_delays(const Projection& projection, int steps_per_ms, const char* kind) {
  const auto wrong = [&](double delay_ms) { return !fits(nearest_steps(delay_ms, steps_per_ms)); };
  const auto first = std::ranges::find_if(projection.delay_ms, wrong);
  if (first == projection.delay_ms.end())
    return;
  const auto edge = static_cast<std::uint64_t>(first - projection.delay_ms.begin());
  std::uint32_t source = 0;
  while (projection.runs[projection.row_run[source + 1]].begin <= edge)
    ++source;
  const bool is_short = nearest_steps(*first, steps_per_ms) < 1.0;
  throw Error(fmt::format("The {} synapse from {} to neuron {} has a delay of {} ms, {} ms, and so do {} more; choose "
                          "a {} dt.",
                          kind, source, projection.target[edge], *first,
                          is_short ? fmt::format("less than half of the step of {}", 1.0 / steps_per_ms)
                                   : fmt::format("more than {} steps of {}", most_steps, 1.0 / steps_per_ms),
                          std::ranges::count_if(first + 1, projection.delay_ms.end(), wrong),
                          is_short ? "smaller" : "larger"));
}

} // namespace

NestTimedEdges::NestTimedEdges(const Projection& projection, int steps_per_ms, const char* kind, ThreadPool& pool) {
  check_delays(projection, steps_per_ms, kind);
  const std::uint64_t count = projection.edge_count();
  edges.source_count = projection.source_count;
  edges.target_count = projection.target_count;
  edges.target.resize(count);
  edges.weight.resize(count);
  std::vector<std::uint16_t> steps(count);
  const auto sort_run = [&](const EdgeRun& run) {
    struct Edge {
      std::uint16_t steps;
      std::uint32_t target;
      float weight;
    };
    std::vector<Edge> sorted;
    for (std::uint64_t edge = run.begin; edge < projection.run_end(run); ++edge)
      sorted.push_back({static_cast<std::uint16_t>(nearest_steps(projection.delay_ms[edge], steps_per_ms)),
                        projection.target[edge], projection.weight[edge]});
    std::ranges::stable_sort(sorted, {}, &Edge::steps); // targets ascend already
    for (std::uint64_t edge = run.begin; const Edge& one : sorted) {
      steps[edge] = one.steps;
      edges.target[edge] = one.target;
      edges.weight[edge++] = one.weight;
    }
  };
  const std::size_t sources = projection.row_run.empty() ? 0 : projection.source_count;
  pool.for_blocks(sources, 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t source = begin; source < end; ++source)
      std::ranges::for_each(projection.row(static_cast<std::uint32_t>(source)), sort_run);
  });

  for (std::size_t source = 0; source < sources; ++source) {
    edges.row_run.push_back(edges.runs.size());
    for (const EdgeRun& run : projection.row(static_cast<std::uint32_t>(source)))
      for (std::uint64_t edge = run.begin; edge < projection.run_end(run); ++edge)
        if (edge == run.begin || steps[edge] != steps[edge - 1]) {
          edges.runs.push_back({edge, run.delay, run.slot});
          delay_steps.push_back(steps[edge]);
        }
  }
  if (sources > 0)
    edges.row_run.push_back(edges.runs.size());
  edges.runs.push_back({count, 0, 0});
  delay_steps.push_back(0);
}

} // namespace striate
