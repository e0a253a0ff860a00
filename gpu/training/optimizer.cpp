// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/optimizer.h"

#include "gpu/training/device.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace striate {

namespace {

constexpr std::uint32_t square_sums = 1u << 16;

std::vector<std::uint32_t> targets_of(const BackgroundProjection& background) {
  std::vector<std::uint32_t> target(background.source.size());
  for (std::uint32_t neuron = 0; neuron + 1 < background.row_start.size(); ++neuron)
    for (std::uint32_t edge = background.row_start[neuron]; edge < background.row_start[neuron + 1]; ++edge)
      target[edge] = neuron;
  return target;
}

} // namespace

GpuOptimizer::GpuOptimizer(GpuTrainingTables& tables, GpuAdjoint& adjoint)
    : tables_(tables), unit_(tables.device, tables.neurons()), partial_(tables.device, square_sums) {
  const Network& network = *tables.network;
  if (adjoint.background().size() != 0)
    background_target_ = {tables.device, std::span<const std::uint32_t>(targets_of(network.background))};
  sets_[0] = {&adjoint.recurrent(),
              &tables.recurrent.weight,
              &tables.recurrent.target,
              &TrainingWeights::recurrent,
              &Moments::recurrent,
              {},
              {},
              {}};
  sets_[1] = {&adjoint.lgn(), &tables.lgn.weight, &tables.lgn.target, &TrainingWeights::lgn, &Moments::lgn, {}, {}, {}};
  sets_[2] = {&adjoint.background(),
              &tables.background_weight,
              &background_target_,
              &TrainingWeights::background,
              &Moments::background,
              {},
              {},
              {}};
  const std::array<const std::vector<float>*, 3> initial{&network.recurrent.weight, &network.lgn.weight,
                                                         &network.background.weight};
  for (std::size_t k = 0; k < sets_.size(); ++k) {
    Set& set = sets_[k];
    const std::size_t count = set.gradient->size();
    if (count == 0)
      continue;
    set.initial = {tables.device, std::span(*initial[k])};
    set.first = {tables.device, count};
    set.second = {tables.device, count};
  }
}

std::size_t GpuOptimizer::bytes() const {
  std::size_t numbers = unit_.size() + background_target_.size();
  for (const Set& set : sets_)
    numbers += set.initial.size() + set.first.size() + set.second.size();
  return numbers * sizeof(float) + bytes_to_come();
}

std::size_t GpuOptimizer::bytes_to_come() const {
  // Two keys and values, edge, initial weight, group.
  constexpr std::size_t of_place = 2 * (sizeof(std::uint64_t) + sizeof(std::uint32_t)) + sizeof(std::uint32_t) +
                                   sizeof(float) + sizeof(std::uint16_t);
  return sets_[0].gradient->size() * of_place;
}

WeightArrays GpuOptimizer::arrays(const Set& set) const {
  return {set.gradient->size(), set.gradient->data(), set.target->data(), unit_.data()};
}

void GpuOptimizer::load_distribution(const WeightDistributionLoss& loss) {
  const auto starts = loss.starts();
  std::vector<std::uint16_t> group(loss.edges().size());
  std::vector<double> slope(starts.size() - 1);
  for (std::size_t g = 0; g < slope.size(); ++g) {
    std::fill(group.begin() + static_cast<std::ptrdiff_t>(starts[g]),
              group.begin() + static_cast<std::ptrdiff_t>(starts[g + 1]), static_cast<std::uint16_t>(g));
    if (starts[g + 1] > starts[g])
      slope[g] = loss.slope(g);
  }
  Distribution& to = distribution_;
  to.edge = {tables_.device, loss.edges()};
  to.initial = {tables_.device, loss.initial()};
  to.group = {tables_.device, std::span<const std::uint16_t>(group)};
  to.slope = {tables_.device, std::span<const double>(slope)};
  to.bits = 32 + static_cast<int>(std::bit_width(slope.size()));
  for (auto* keys : {&to.keys, &to.other_keys})
    *keys = {tables_.device, group.size()};
  for (auto* values : {&to.values, &to.other_values})
    *values = {tables_.device, group.size()};
}

double GpuOptimizer::add_distribution(const WeightDistributionLoss& loss, std::span<const float> unit) {
  if (distribution_.edge.size() != loss.edges().size())
    load_distribution(loss);
  if (loss.edges().empty())
    return 0.0;
  unit_.upload(unit);
  const Distribution& of = distribution_;
  SortTask sort{of.edge.size(),       of.bits,          of.keys.data(),
                of.other_keys.data(), of.values.data(), of.other_values.data()};
  DistributionTask task;
  task.count = of.edge.size();
  task.edge = of.edge.data();
  task.group = of.group.data();
  task.initial = of.initial.data();
  task.slope = of.slope.data();
  task.weight = tables_.recurrent.weight.data();
  task.target = tables_.recurrent.target.data();
  task.unit = unit_.data();
  task.keys = sort.keys;
  task.edges = sort.values;
  task.gradient = sets_[0].gradient->data();
  task.partial = partial_.data();
  task.partials = square_sums;
  TrainingDevice& device = tables_.device->training();
  device.distribution_keys(task);
  device.sort(sort);
  task.keys = sort.keys;
  task.edges = sort.values;
  device.distribution_gradient(task);
  const std::vector<double> partial = partial_.download();
  return std::accumulate(partial.begin(), partial.end(), 0.0);
}

double GpuOptimizer::squared_length(const Set& set) {
  if (set.gradient->size() == 0)
    return 0.0;
  tables_.device->training().squares({arrays(set), partial_.data(), square_sums});
  const std::vector<double> partial = partial_.download();
  return std::accumulate(partial.begin(), partial.end(), 0.0);
}

double GpuOptimizer::step(const OptimizerSettings& settings, std::span<const float> unit, TrainingWeights& weights,
                          std::int64_t update, double learning_rate) {
  unit_.upload(unit);
  double squares = 0.0;
  for (const Set& set : sets_)
    squares += squared_length(set);
  const double length = std::sqrt(squares);
  if (!std::isfinite(length))
    return length;
  moved_ = true;
  has_second_ = settings.kind != OptimizerSettings::Kind::sgd;
  for (Set& set : sets_) {
    if (set.gradient->size() == 0)
      continue;
    OptimizerTask task;
    task.weights = arrays(set);
    task.kind = settings.kind;
    task.constants = optimizer_constants(settings, update, learning_rate, length);
    task.initial = set.initial.data();
    task.weight = set.weight->data();
    task.first = set.first.data();
    task.second = set.second.data();
    tables_.device->training().optimize(task);
    set.weight->download(weights.*set.host);
  }
  tables_.revision = weights.revision;
  return length;
}

GpuOptimizer::Moments GpuOptimizer::moments() const {
  Moments moments;
  for (const Set& set : sets_) {
    if (!moved_ || set.gradient->size() == 0)
      continue;
    (moments.*set.of).first = set.first.download();
    if (has_second_)
      (moments.*set.of).second = set.second.download();
  }
  return moments;
}

void GpuOptimizer::restore(const Moments& moments) {
  moved_ = false;
  for (Set& set : sets_) {
    const OptimizerMoments& of_set = moments.*set.of;
    set.first.zero();
    set.second.zero();
    set.first.upload(of_set.first);
    set.second.upload(of_set.second);
    moved_ = moved_ || !of_set.first.empty();
    has_second_ = of_set.first.empty() || !of_set.second.empty();
  }
}

} // namespace striate
