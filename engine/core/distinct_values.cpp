// SPDX-License-Identifier: Apache-2.0
#include "engine/core/distinct_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr double same = 1e-6; ///< degrees, or share of the number

} // namespace

double wrapped_direction(double deg) {
  double turned = std::fmod(deg, 360.0);
  if (turned < 0.0)
    turned += 360.0;
  return turned >= 360.0 - same || turned <= same ? 0.0 : turned;
}

DistinctValues DistinctValues::of_directions(std::vector<double> deg) {
  std::ranges::transform(deg, deg.begin(), wrapped_direction);
  return {std::move(deg), true};
}

DistinctValues DistinctValues::of_numbers(std::vector<double> numbers) {
  return {std::move(numbers), false};
}

DistinctValues::DistinctValues(std::vector<double> numbers, bool wraps) : wraps_(wraps) {
  std::erase_if(numbers, [](double value) { return std::isnan(value); });
  std::ranges::sort(numbers);
  double first = 0.0;
  std::size_t shortest = 0;
  for (double value : numbers) {
    value += 0.0; // -0
    const double within = wraps ? same : same * std::max(std::abs(first), std::abs(value));
    const std::size_t length = fmt::format("{}", value).size();
    if (!values_.empty() && value - first <= within) {
      if (length < shortest) {
        values_.back() = value;
        shortest = length;
      }
      continue;
    }
    values_.push_back(value);
    first = value;
    shortest = length;
  }
}

std::size_t DistinctValues::index(double value) const {
  if (wraps_)
    value = wrapped_direction(value);
  const auto above = std::ranges::lower_bound(values_, value);
  if (above == values_.begin())
    return 0;
  if (above == values_.end() || value - *(above - 1) < *above - value)
    return static_cast<std::size_t>(above - values_.begin()) - 1;
  return static_cast<std::size_t>(above - values_.begin());
}

double DistinctValues::operator()(double value) const {
  return std::isnan(value) || values_.empty() ? value : values_[index(value)];
}

} // namespace striate
