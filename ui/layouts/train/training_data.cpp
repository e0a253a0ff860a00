// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_data.h"

#include <utility>

namespace striate {

namespace {

/// A trial is short: rates are means over this many updates of a kind.
constexpr std::size_t averaged_updates = 4;

void keep(std::deque<std::vector<double>>& rates, const std::vector<double>& newest) {
  rates.push_back(newest);
  if (rates.size() > averaged_updates)
    rates.pop_front();
}

std::vector<double> mean(const std::deque<std::vector<double>>& rates) {
  if (rates.empty())
    return {};
  std::vector<double> sum(rates.front().size(), 0.0);
  for (const std::vector<double>& one : rates)
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += one[i] / static_cast<double>(rates.size());
  return sum;
}

} // namespace

void TrainingData::begin(std::shared_ptr<const Network> network, double core_radius_um,
                         std::shared_ptr<const ReferenceData> own_targets, const TrainingHistory& history,
                         NeuronRates before, NeuronRates last) {
  if (network != network_) {
    network_ = std::move(network);
    neurons_ = study_neurons(*network_);
    order_ = laminar_order(*network_);
  }
  core_ = neurons_.core(core_radius_um);
  own_targets_ = std::move(own_targets);
  history_ = history;
  before_ = std::move(before);
  validated_ = std::move(last);
  evoked_.clear();
  spontaneous_.clear();
  grating_.reset();
  gray_.reset();
  emit begun();
}

void TrainingData::set_position(const TrainingPosition& position) {
  position_ = position;
  emit moved();
}

void TrainingData::set_history(const TrainingHistory& history) {
  history_ = history;
  emit updated();
}

void TrainingData::add(const TrainedUpdate& update) {
  history_.updates.insert(history_.updates.end(), update.records.begin(), update.records.end());
  keep(update.records.back().branch == Activity::evoked ? evoked_ : spontaneous_, update.rates_Hz);
  if (update.grating)
    grating_ = update.grating;
  if (update.gray)
    gray_ = update.gray;
  emit updated();
}

void TrainingData::add(const ValidationRecord& record, NeuronRates rates) {
  history_.validations.push_back(record);
  if (record.epoch == 0)
    before_ = rates;
  validated_ = std::move(rates);
  emit validated();
}

std::vector<ShownRaster> TrainingData::trials() const {
  std::vector<ShownRaster> trials;
  for (const auto* one : {&grating_, &gray_})
    if (*one)
      trials.push_back(**one);
  return trials;
}

const ReferenceData& TrainingData::targets() const {
  return own_targets_ ? *own_targets_ : neuropixels();
}

std::optional<Comparison> TrainingData::compared(const NeuronRates& rates) const {
  if (!rates.complete() || rates.evoked_Hz.size() != neurons_.size())
    return {};
  Comparison comparison;
  for (const auto& [metric, values] :
       {std::pair("evoked_rate", &rates.evoked_Hz), std::pair("spontaneous_rate", &rates.spontaneous_Hz)})
    for (TypeComparison& row : compare_metric(neurons_, core_, metric, *values, targets()))
      comparison.rows.push_back(std::move(row));
  return comparison;
}

std::optional<Comparison> TrainingData::rates_now() const {
  const NeuronRates now{mean(evoked_), mean(spontaneous_)};
  return compared(now.complete() ? now : validated_);
}

std::optional<Comparison> TrainingData::rates_before() const {
  return compared(before_);
}

std::optional<Comparison> TrainingData::rates_validated() const {
  return compared(validated_);
}

} // namespace striate
