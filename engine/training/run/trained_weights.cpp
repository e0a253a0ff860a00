// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/trained_weights.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

namespace striate {

namespace {

std::vector<std::uint32_t> targets_of(const BackgroundProjection& background) {
  std::vector<std::uint32_t> target(background.source.size());
  for (std::uint32_t neuron = 0; neuron + 1 < background.row_start.size(); ++neuron)
    for (std::uint32_t edge = background.row_start[neuron]; edge < background.row_start[neuron + 1]; ++edge)
      target[edge] = neuron;
  return target;
}

std::uint64_t next_revision() {
  static std::atomic<std::uint64_t> latest{0};
  return ++latest;
}

} // namespace

TrainedWeights::TrainedWeights(std::shared_ptr<const Network> network, std::vector<float> unit,
                               const TrainingSettings& settings)
    : network_(std::move(network)), unit_(std::move(unit)),
      optimizer_(settings.optimizer), values_{network_->recurrent.weight, network_->lgn.weight,
                                              network_->background.weight} {
  values_.revision = next_revision();
  if (settings.recurrent == TrainingSettings::Recurrent::edge_types) {
    const ModelTables& tables = *network_->tables;
    factors_.emplace(*network_, tables.cell_models.size(), tables.populations.size());
    ones_.assign(factors_->size(), 1.0f);
  }
  const AdjointOptions& adjoint = settings.bptt.adjoint;
  if (adjoint.train_recurrent)
    sets_.push_back({"recurrent",
                     &TrainingWeights::recurrent,
                     &WeightGradient<float>::recurrent,
                     &ResidentOptimizer::Moments::recurrent,
                     network_->recurrent.weight,
                     network_->recurrent.target,
                     {}});
  if (adjoint.train_lgn)
    sets_.push_back({"lgn",
                     &TrainingWeights::lgn,
                     &WeightGradient<float>::lgn,
                     &ResidentOptimizer::Moments::lgn,
                     network_->lgn.weight,
                     network_->lgn.target,
                     {}});
  if (adjoint.train_background) {
    background_target_ = targets_of(network_->background);
    sets_.push_back({"background",
                     &TrainingWeights::background,
                     &WeightGradient<float>::background,
                     &ResidentOptimizer::Moments::background,
                     network_->background.weight,
                     background_target_,
                     {}});
  }
}

std::size_t TrainedWeights::variables(const Set& set) const {
  return by_type(set) ? factors_->size() : set.initial.size();
}

double TrainedWeights::step(const WeightGradient<float>& gradient, std::int64_t update, double learning_rate,
                            ThreadPool& pool) {
  values_.revision = next_revision();
  if (gpu_ != nullptr)
    return gpu_->step(optimizer_, unit_, values_, update, learning_rate);
  std::vector<float> by_factor;
  std::vector<WeightView> views;
  for (Set& set : sets_) {
    WeightView view;
    view.moments = &set.moments;
    if (by_type(set)) {
      by_factor = factors_->gradient(set.initial, gradient.*set.gradient, pool);
      view.weight = factors_->factors();
      view.gradient = by_factor;
      view.initial = ones_;
    } else {
      view.weight = values_.*set.weight;
      view.gradient = gradient.*set.gradient;
      view.initial = set.initial;
      view.target = set.target;
      view.unit = unit_;
    }
    views.push_back(view);
  }
  const double length = take_step(optimizer_, views, update, learning_rate, pool);
  if (factors_ && std::isfinite(length))
    factors_->apply(network_->recurrent.weight, values_.recurrent, pool);
  return length;
}

std::shared_ptr<const Network> TrainedWeights::network(const std::string& name) const {
  auto copy = std::make_shared<Network>(*network_);
  copy->name = name;
  copy->recurrent.weight = values_.recurrent;
  copy->lgn.weight = values_.lgn;
  copy->background.weight = values_.background;
  return copy;
}

void TrainedWeights::put(ArrayFile& file) const {
  const ResidentOptimizer::Moments on_gpu = gpu_ != nullptr ? gpu_->moments() : ResidentOptimizer::Moments();
  for (const Set& set : sets_) {
    if (by_type(set)) {
      const auto factors = factors_->factors();
      file.arrays["weights/factors"] = std::vector<float>(factors.begin(), factors.end());
    } else {
      file.arrays["weights/" + set.name] = values_.*set.weight;
    }
    const OptimizerMoments& moments = gpu_ != nullptr ? on_gpu.*set.on_gpu : set.moments;
    file.arrays["moments/" + set.name + "/first"] = moments.first;
    file.arrays["moments/" + set.name + "/second"] = moments.second;
  }
}

void TrainedWeights::take(ArrayReader& reader, ThreadPool& pool) {
  std::vector<std::vector<float>> weights;
  std::vector<OptimizerMoments> moments;
  for (const Set& set : sets_) {
    const std::size_t count = variables(set);
    weights.push_back(reader.take<float>(by_type(set) ? "weights/factors" : "weights/" + set.name, count));
    OptimizerMoments of_set{reader.take<float>("moments/" + set.name + "/first"),
                            reader.take<float>("moments/" + set.name + "/second")};
    for (const auto* values : {&of_set.first, &of_set.second})
      if (!values->empty() && values->size() != count) // empty before the first update; sgd has no second
        throw Error(
            fmt::format("{}: the moments of the {} weights are damaged; use another copy.", reader.name(), set.name));
    moments.push_back(std::move(of_set));
  }
  for (std::size_t k = 0; k < sets_.size(); ++k) {
    sets_[k].moments = std::move(moments[k]);
    if (by_type(sets_[k])) {
      std::copy(weights[k].begin(), weights[k].end(), factors_->factors().begin());
      factors_->apply(network_->recurrent.weight, values_.recurrent, pool);
    } else {
      values_.*sets_[k].weight = std::move(weights[k]);
    }
  }
  values_.revision = next_revision();
  if (gpu_ == nullptr)
    return;
  ResidentOptimizer::Moments on_gpu;
  for (Set& set : sets_)
    on_gpu.*set.on_gpu = std::exchange(set.moments, {});
  gpu_->restore(on_gpu);
}

std::size_t TrainedWeights::bytes() const {
  std::size_t numbers = values_.recurrent.size() + values_.lgn.size() + values_.background.size();
  for (const Set& set : sets_)
    numbers += gpu_ != nullptr ? 0 : 3 * variables(set); // gradient and moments
  return numbers * sizeof(float) + background_target_.size() * sizeof(std::uint32_t);
}

} // namespace striate
