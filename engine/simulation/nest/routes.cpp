// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/routes.h"

#include <algorithm>

namespace striate {

namespace {

/// end[i]: one past the last neuron of the block of equal class that neuron i lies in.
std::vector<std::uint32_t> block_ends(std::span<const std::uint8_t> target_class) {
  std::vector<std::uint32_t> end(target_class.size());
  for (std::size_t i = end.size(); i-- > 0;)
    end[i] =
        i + 1 < end.size() && target_class[i + 1] == target_class[i] ? end[i + 1] : static_cast<std::uint32_t>(i + 1);
  return end;
}

} // namespace

NestRoutes::NestRoutes(const Projection& projection, std::span<const std::uint8_t> target_class,
                       const std::function<Property(const EdgeRun&, int)>& property,
                       std::span<const std::uint32_t> bounds, ThreadPool& pool)
    : projection_(&projection), tables_(bounds.size() - 1) {
  const std::vector<std::uint32_t> block_end = block_ends(target_class);
  const std::vector<std::uint32_t>& target = projection.target;
  const auto first_at_least = [&](std::uint64_t begin, std::uint64_t end, std::uint32_t neuron) {
    const auto from = target.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = target.begin() + static_cast<std::ptrdiff_t>(end);
    return static_cast<std::uint64_t>(std::lower_bound(from, to, neuron) - target.begin());
  };
  const std::size_t sources = projection.row_run.empty() ? 0 : projection.source_count;
  const std::function<void(int)> fill = [&](int thread) {
    const auto t = static_cast<std::size_t>(thread);
    Table& table = tables_[t];
    table.row.assign(projection.source_count + std::size_t{1}, 0);
    for (std::size_t source = 0; source < sources; ++source) {
      for (const EdgeRun& run : projection.row(static_cast<std::uint32_t>(source))) {
        const std::uint64_t last = first_at_least(run.begin, projection.run_end(run), bounds[t + 1]);
        for (std::uint64_t edge = first_at_least(run.begin, last, bounds[t]); edge < last;) {
          const std::uint64_t next = first_at_least(edge, last, block_end[target[edge]]);
          const Property found = property(run, target_class[target[edge]]);
          table.routes.push_back({edge, static_cast<std::uint32_t>(next - edge),
                                  static_cast<std::uint16_t>(found.delay), static_cast<std::uint8_t>(found.receptor)});
          edge = next;
        }
      }
      table.row[source + 1] = table.routes.size();
    }
    table.routes.shrink_to_fit();
  };
  pool.run(fill);
  for (const Table& table : tables_)
    for (const NestRoute& route : table.routes)
      max_delay_ = std::max(max_delay_, static_cast<int>(route.delay));
}

} // namespace striate
