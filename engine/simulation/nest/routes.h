// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/projection.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace striate {

/// Edges of one source that share delay and receptor and go to one thread.
struct NestRoute {
  std::uint64_t begin = 0; ///< first edge of the projection
  std::uint32_t count = 0;
  std::uint16_t delay = 0; ///< steps of dt
  std::uint8_t receptor = 0;
};

/// The runs of a projection cut where the synaptic class of the target changes: delay and receptor of an edge depend on
/// it, and neurons of one class lie side by side. Edges are not copied; 16 bytes a piece. The projection must outlive
/// it.
class NestRoutes {
public:
  struct Property {
    int delay = 0;
    int receptor = 0;
  };

  /// target_class: synaptic class of every neuron. bounds: thread t owns targets [bounds[t], bounds[t + 1]).
  NestRoutes(const Projection& projection, std::span<const std::uint8_t> target_class,
             const std::function<Property(const EdgeRun&, int)>& property, std::span<const std::uint32_t> bounds,
             ThreadPool& pool);

  const Projection& projection() const { return *projection_; }
  int max_delay() const { return max_delay_; }
  std::span<const NestRoute> row(int thread, std::uint32_t source) const {
    const Table& table = tables_[static_cast<std::size_t>(thread)];
    return {table.routes.data() + table.row[source], table.routes.data() + table.row[source + 1]};
  }

private:
  struct Table {
    std::vector<std::uint64_t> row;
    std::vector<NestRoute> routes;
  };

  const Projection* projection_;
  std::vector<Table> tables_; ///< per thread
  int max_delay_ = 0;
};

} // namespace striate
