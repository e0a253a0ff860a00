// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/bptt_plan.h"

#include "engine/core/errors.h"
#include "engine/kernels/adjoint_update.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

namespace {

int count_segments(int steps, int segment_steps) {
  return (steps + segment_steps - 1) / segment_steps;
}

/// A plan that computes the forward pass twice.
std::size_t bytes_of(const BpttCosts& costs, int at_once, int trials, int steps, int segment) {
  return costs.fixed(at_once) + costs.step(at_once) * static_cast<std::size_t>(std::min(segment, steps)) +
         costs.snapshot * static_cast<std::size_t>(trials) * static_cast<std::size_t>(count_segments(steps, segment));
}

/// Least bytes with one trial at a time.
std::size_t least_bytes(const BpttCosts& costs, int trials, int steps) {
  std::size_t least = ~std::size_t{0};
  for (int segment = window_steps; segment < steps + window_steps; segment += window_steps)
    least = std::min(least, bytes_of(costs, 1, trials, steps, segment));
  return least;
}

} // namespace

std::vector<int> BpttPlan::segment_starts(int steps) const {
  std::vector<int> starts;
  for (int last = steps; last >= 1; last -= segment_steps)
    starts.push_back(std::max(1, last - segment_steps + 1));
  std::reverse(starts.begin(), starts.end());
  return starts;
}

BpttPlan plan_bptt(const BpttCosts& costs, int trials, int steps) {
  for (int at_once = std::min(trials, costs.most_at_once); at_once >= 1; --at_once) {
    const std::size_t whole = costs.fixed(at_once) + costs.step(at_once) * static_cast<std::size_t>(steps);
    if (at_once == trials && whole <= costs.available)
      return {at_once, steps, false, whole};
    for (int segment = (steps + window_steps - 1) / window_steps * window_steps; segment >= window_steps;
         segment -= window_steps) {
      const std::size_t bytes = bytes_of(costs, at_once, trials, steps, segment);
      if (bytes <= costs.available)
        return {at_once, segment, true, bytes};
    }
  }
  int fits = trials;
  while (fits > 0 && least_bytes(costs, fits, steps) > costs.available)
    --fits;
  const auto mb = [](std::size_t bytes) { return static_cast<double>(bytes) * 1e-6; };
  throw Error(
      fmt::format("A batch of {} trials of {} ms of this network needs at least {:.0f} MB for training, {:.0f} "
                  "MB {} or {}.",
                  trials, steps, mb(least_bytes(costs, trials, steps)), mb(costs.available), costs.limit,
                  fits > 0 ? fmt::format("train with at most {} trials", fits) : std::string("use a smaller network")),
      Error::Kind::usage);
}

} // namespace striate
