// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/delivery.h"

#include <algorithm>

namespace striate {

namespace {

// As in CpuDelivery: rows lie anywhere in memory and are asked for ahead.
constexpr std::size_t nest_parcels_ahead = 4;
constexpr std::uint32_t prefetched_nest_edges = 128;
constexpr std::uint32_t nest_edges_per_line = 16;

} // namespace

NestDelivery::NestDelivery(int thread, int max_delay, std::size_t receptors)
    : thread_(thread), queue_(static_cast<std::size_t>(max_delay) + 1, Step(receptors)) {}

void NestDelivery::queue(const NestRoutes& routes, std::uint32_t source, std::int64_t emitted, std::int64_t now,
                         double factor) {
  const Projection& projection = routes.projection();
  for (const NestRoute& route : routes.row(thread_, source))
    if (emitted + route.delay >= now)
      step(emitted + route.delay)[route.receptor].push_back(
          {projection.target.data() + route.begin, projection.weight.data() + route.begin, route.count, factor});
}

void NestDelivery::deliver(std::int64_t now, NestPlanes& planes) {
  Step& due = step(now);
  for (std::size_t receptor = 0; receptor < due.size(); ++receptor) {
    deliver_parcels(due[receptor], planes[receptor].data());
    due[receptor].clear();
  }
}

void NestDelivery::deliver_parcels(std::span<const Parcel> parcels, double* plane) {
  const auto prefetch = [](const Parcel& parcel) {
    for (std::uint32_t e = 0; e < std::min(parcel.count, prefetched_nest_edges); e += nest_edges_per_line) {
      __builtin_prefetch(parcel.target + e);
      __builtin_prefetch(parcel.weight + e);
    }
  };
  for (std::size_t k = 0; k < std::min(nest_parcels_ahead, parcels.size()); ++k)
    prefetch(parcels[k]);
  for (std::size_t k = 0; k < parcels.size(); ++k) {
    if (k + nest_parcels_ahead < parcels.size())
      prefetch(parcels[k + nest_parcels_ahead]);
    const Parcel& parcel = parcels[k];
    for (std::uint32_t e = 0; e < parcel.count; ++e)
      plane[parcel.target[e]] += parcel.factor * static_cast<double>(parcel.weight[e]);
  }
}

void NestDelivery::clear() {
  for (Step& due : queue_)
    for (auto& parcels : due)
      parcels.clear();
}

} // namespace striate
