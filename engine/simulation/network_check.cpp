// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/network_check.h"

#include "engine/core/errors.h"
#include "engine/core/simd.h"
#include "engine/kernels/cell_constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>

namespace striate {

namespace {

[[noreturn]] void fail(const Network& network, const std::string& what) {
  throw Error(
      fmt::format("The network \"{}\" cannot be simulated: {}. Rebuild it or import it again.", network.name, what));
}

void check_neurons(const Network& network, const ModelTables& tables) {
  const NeuronTable& neurons = network.neurons;
  const std::size_t count = neurons.model.size();
  if (count == 0)
    throw Error(fmt::format("The network \"{}\" has no neurons; build it with a larger radius or choose another file.",
                            network.name));
  if (neurons.population.size() != count)
    fail(network,
         fmt::format("it has {} cell models but {} populations for its neurons", count, neurons.population.size()));
  for (const auto* column : {&neurons.x_um, &neurons.y_um, &neurons.z_um, &neurons.tuning_deg, &neurons.target_size})
    if (column->size() != count)
      fail(network,
           fmt::format("a column of its neuron table has {} rows where it has {} neurons", column->size(), count));
  for (std::size_t i = 0; i < count; ++i)
    if (neurons.model[i] >= tables.cell_models.size())
      fail(network, fmt::format("neuron {} has cell model {} where the tables know {}", i, neurons.model[i],
                                tables.cell_models.size()));
}

/// Not 0 when a target is out of range or smaller than the one before.
STRIATE_SIMD std::uint64_t bad_targets(const std::uint32_t* target, std::uint64_t count, std::uint32_t target_count) {
  std::uint32_t bad = target[0] >= target_count;
  for (std::uint64_t e = 1; e < count; ++e)
    bad |=
        static_cast<std::uint32_t>(target[e] >= target_count) | static_cast<std::uint32_t>(target[e] < target[e - 1]);
  return bad;
}

/// Not 0 when a weight is NaN or infinite: all bits of the exponent are set.
STRIATE_SIMD std::uint32_t bad_weights(const float* weight, std::uint64_t count) {
  constexpr std::uint32_t exponent = 0x7f800000;
  std::uint32_t bad = 0;
  for (std::uint64_t e = 0; e < count; ++e)
    bad |= static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(weight[e]) & exponent) == exponent);
  return bad;
}

/// Names the first weight that is not finite among the runs with such a weight, in order of the edges.
void check_weights(const Network& network, const Projection& projection, const char* name, ThreadPool& pool) {
  const std::uint64_t edges = projection.edge_count();
  std::atomic<std::uint64_t> first_block{edges};
  constexpr std::size_t grain = 1 << 18;
  pool.for_blocks(edges, grain, [&](std::size_t begin, std::size_t end) {
    if (bad_weights(&projection.weight[begin], end - begin) == 0)
      return;
    std::uint64_t seen = first_block.load();
    while (begin < seen && !first_block.compare_exchange_weak(seen, begin)) {
    }
  });
  if (first_block == edges)
    return;
  std::uint64_t edge = first_block;
  while (std::isfinite(projection.weight[edge]))
    ++edge;
  const auto run = std::upper_bound(projection.runs.begin(), projection.runs.end(), edge,
                                    [](std::uint64_t e, const EdgeRun& r) { return e < r.begin; }) -
                   projection.runs.begin() - 1;
  const auto row =
      std::upper_bound(projection.row_run.begin(), projection.row_run.end(), static_cast<std::uint64_t>(run)) -
      projection.row_run.begin() - 1;
  fail(network, fmt::format("the weight of its {} synapse from {} to neuron {} is {}", name, row,
                            projection.target[edge], projection.weight[edge]));
}

/// None, or one for each edge.
void check_delays(const Network& network, const std::vector<double>& delay_ms, std::uint64_t edges, const char* name) {
  if (!delay_ms.empty() && delay_ms.size() != edges)
    fail(network, fmt::format("its {} projection has {} edges but {} delays", name, edges, delay_ms.size()));
  const auto wrong = std::ranges::find_if_not(delay_ms, [](double ms) { return ms > 0.0 && std::isfinite(ms); });
  if (wrong != delay_ms.end())
    fail(network,
         fmt::format("the delay of its {} synapse number {} is {} ms", name, wrong - delay_ms.begin(), *wrong));
}

void check_projection(const Network& network, const Projection& projection, const char* name, int min_delay,
                      ThreadPool& pool) {
  const std::uint64_t edges = projection.edge_count();
  if (projection.weight.size() != edges)
    fail(network,
         fmt::format("its {} projection has {} targets but {} weights", name, edges, projection.weight.size()));
  check_delays(network, projection.delay_ms, edges, name);
  if (edges == 0 && projection.row_run.empty())
    return;
  if (projection.target_count != network.neurons.size())
    fail(network, fmt::format("its {} projection is made for {} neurons where it has {}", name, projection.target_count,
                              network.neurons.size()));
  const auto& rows = projection.row_run;
  const auto& runs = projection.runs;
  if (rows.size() != std::size_t{projection.source_count} + 1 || runs.empty() || rows.front() != 0 ||
      rows.back() + 1 != runs.size() || runs.front().begin != 0 || runs.back().begin != edges)
    fail(network, fmt::format("the row index of its {} projection does not cover its {} edges", name, edges));
  for (std::size_t row = 0; row + 1 < rows.size(); ++row)
    if (rows[row] > rows[row + 1])
      fail(network, fmt::format("the row index of its {} projection goes back at source {}", name, row));
  for (std::size_t run = 0; run + 1 < runs.size(); ++run) {
    if (runs[run].begin > runs[run + 1].begin)
      fail(network, fmt::format("run {} of its {} projection ends before it begins", run, name));
    if (runs[run].delay < min_delay)
      fail(network, fmt::format("run {} of its {} projection has a delay of {} ms, at least {} is needed", run, name,
                                runs[run].delay, min_delay));
    if (runs[run].slot >= SynapseConstants::slots)
      fail(network, fmt::format("run {} of its {} projection has synapse slot {}, the last is {}", run, name,
                                runs[run].slot, SynapseConstants::slots - 1));
  }
  std::atomic<std::uint64_t> bad_run{runs.size()};
  pool.for_blocks(runs.size() - 1, 2048, [&](std::size_t begin, std::size_t end) {
    for (std::size_t run = begin; run < end; ++run) {
      const std::uint64_t count = runs[run + 1].begin - runs[run].begin;
      if (count != 0 && bad_targets(&projection.target[runs[run].begin], count, projection.target_count) != 0)
        bad_run.store(run);
    }
  });
  if (bad_run != runs.size())
    fail(network, fmt::format("run {} of its {} projection has targets out of order or above neuron {}", bad_run.load(),
                              name, projection.target_count - 1));
  check_weights(network, projection, name, pool);
}

void check_background(const Network& network) {
  const BackgroundProjection& background = network.background;
  check_delays(network, background.delay_ms, background.source.size(), "background");
  if (background.row_start.empty() && background.source.empty())
    return;
  const auto& rows = background.row_start;
  if (rows.size() != std::size_t{network.neurons.size()} + 1 || rows.front() != 0 ||
      rows.back() != background.source.size() || background.weight.size() != background.source.size())
    fail(network, "the rows of its background projection do not fit its neurons and synapses");
  for (std::size_t row = 0; row + 1 < rows.size(); ++row)
    if (rows[row] > rows[row + 1])
      fail(network, fmt::format("the rows of its background projection go back at neuron {}", row));
  for (const std::uint8_t source : background.source)
    if (source >= background.source_count)
      fail(network,
           fmt::format("its background projection names source {} where it has {}", source, background.source_count));
  const auto bad = std::find_if_not(background.weight.begin(), background.weight.end(),
                                    [](float weight) { return std::isfinite(weight); });
  if (bad != background.weight.end())
    fail(network, fmt::format("background weight number {} is {}", bad - background.weight.begin(), *bad));
}

} // namespace

void check_network(const Network& network, const ModelTables& tables, ThreadPool& pool) {
  check_neurons(network, tables);
  if (!network.recurrent.row_run.empty() && network.recurrent.source_count != network.neurons.size())
    fail(network, fmt::format("its recurrent projection has {} sources where it has {} neurons",
                              network.recurrent.source_count, network.neurons.size()));
  check_projection(network, network.recurrent, "recurrent", 1, pool);
  check_projection(network, network.lgn, "LGN", 0, pool);
  check_background(network);
}

} // namespace striate
