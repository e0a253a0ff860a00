// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/network/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// The neurons whose currents are followed source by source, ascending, and which of them belong to which range of
/// targets. Watched: a struct with the member `neuron`.
template <typename Watched>
class WatchedList {
public:
  /// Replaces the list; throws a usage Error for an id out of range. bounds: first neuron of every range, and the end.
  void watch(std::span<const std::uint32_t> neurons, std::span<const std::uint32_t> bounds, const Network& network) {
    std::vector<std::uint32_t> ids(neurons.begin(), neurons.end());
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (!ids.empty() && ids.back() >= network.neurons.size())
      throw Error(fmt::format("The currents of neuron {} cannot be recorded; the network \"{}\" has {} neurons.",
                              ids.back(), network.name, network.neurons.size()),
                  Error::Kind::usage);
    all_.clear();
    for (const std::uint32_t id : ids) {
      Watched& one = all_.emplace_back();
      one.neuron = id;
    }
    first_.clear();
    for (const std::uint32_t bound : bounds)
      first_.push_back(static_cast<std::size_t>(std::ranges::lower_bound(ids, bound) - ids.begin()));
  }

  std::span<Watched> of_range(int range) {
    const auto r = static_cast<std::size_t>(range);
    return all_.empty() ? std::span<Watched>() : std::span(all_).subspan(first_[r], first_[r + 1] - first_[r]);
  }
  std::vector<Watched>& all() { return all_; }
  const std::vector<Watched>& all() const { return all_; }

  /// Throws a usage Error when the neuron is not in the list.
  const Watched& find(std::uint32_t neuron) const {
    const auto found = std::ranges::lower_bound(all_, neuron, {}, &Watched::neuron);
    if (found == all_.end() || found->neuron != neuron)
      throw Error(
          fmt::format(
              "The currents of neuron {} by source are not recorded; select the neuron before the steps to be read.",
              neuron),
          Error::Kind::usage);
    return *found;
  }

private:
  std::vector<Watched> all_;
  std::vector<std::size_t> first_; ///< of every range
};

} // namespace striate
