// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/branch_objective.h"

#include <algorithm>

namespace striate {

namespace {

constexpr double average_weight = 0.05;

std::vector<std::uint32_t> counts_in(const SpikeTrains& trains, std::size_t neurons, int first, int last) {
  std::vector<std::uint32_t> counts(neurons);
  for (int t = first; t <= last; ++t)
    for (const std::uint32_t id : trains.step(t))
      ++counts[id];
  return counts;
}

/// visit(i, voltage_excess(v[i])); a loop for each mode, so that both vectorise.
template <typename Visit>
void for_each_excess(VoltageMode mode, std::uint32_t count, const float* v, Visit&& visit) {
  if (mode == VoltageMode::threshold)
    for (std::uint32_t i = 0; i < count; ++i)
      visit(i, voltage_excess(VoltageMode::threshold, v[i]));
  else
    for (std::uint32_t i = 0; i < count; ++i)
      visit(i, voltage_excess(VoltageMode::range, v[i]));
}

} // namespace

BranchObjective::BranchObjective(const Network& network, const ModelTables& tables, Activity activity,
                                 const LossSettings& settings, int steps, int gray_before_ms, int gray_after_ms,
                                 std::uint64_t seed)
    : activity_(activity), settings_(settings), steps_(steps), gray_before_(gray_before_ms), gray_after_(gray_after_ms),
      fano_(excitatory_core(network, tables, settings.core_radius_um),
            fano_targets(activity, steps - FanoLoss::onset_ms), settings.sync_cost),
      voltage_sum_(network.neurons.size()), rates_(network.neurons.size()) {
  for (const Region region : {Region::core, Region::annulus}) {
    const NeuronGroups groups = neuron_groups(network, tables, settings.core_radius_um, region);
    if (groups.type.empty())
      continue;
    const double share = region == Region::core ? 1.0 : settings.annulus_share;
    const NeuronGroups rated =
        region == Region::core && settings.all_neuron_rate ? neuron_groups(network, tables, 0.0, region) : groups;
    if (settings.rate_cost * share != 0.0)
      rate_losses_.emplace_back(rated, rate_targets(rated, activity, seed, settings.rate_targets),
                                settings.rate_cost * share, settings.rate_weights);
    SelectivityLoss::Settings selectivity = settings.selectivity;
    selectivity.cost *= share;
    if (activity == Activity::evoked && selectivity.cost != 0.0)
      selectivity_losses_.emplace_back(groups, selectivity_targets(groups), network.neurons.tuning_deg, selectivity);
  }
}

void BranchObjective::begin(int trials) {
  trials_ = trials;
  std::fill(voltage_sum_.begin(), voltage_sum_.end(), 0.0);
}

LossTerms BranchObjective::evaluate(std::span<const SpikeTrains> spikes, std::span<const double> directions_deg,
                                    std::vector<double>& average_rate, std::uint64_t key) {
  const std::size_t n = rates_.size();
  const int window = steps_ - gray_before_ - gray_after_;
  std::vector<std::vector<double>> counts, by_count(spikes.size(), std::vector<double>(n));
  for (const SpikeTrains& trains : spikes) {
    const auto whole = counts_in(trains, n, gray_before_ + 1, steps_ - gray_after_);
    counts.emplace_back(whole.begin(), whole.end());
  }
  const double per_step = 1.0 / (static_cast<double>(spikes.size()) * window);
  LossTerms terms;
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0.0;
    for (const auto& of_trial : counts)
      sum += of_trial[i];
    rates_[i] = sum * per_step;
    terms.mean_rate_Hz += 1000.0 * rates_[i] / static_cast<double>(n);
  }
  std::vector<double> by_rate(n);
  for (const RateLoss& loss : rate_losses_)
    terms.rate += loss.evaluate(rates_, key, by_rate);
  if (activity_ == Activity::evoked) {
    for (std::size_t i = 0; i < n; ++i)
      // E of docs/model/training.md#eq-8
      average_rate[i] += average_weight * (rates_[i] - average_rate[i]);
    for (const SelectivityLoss& loss : selectivity_losses_)
      terms.selectivity += loss.evaluate(counts, directions_deg, window, average_rate, by_count);
  }
  count_gradient_.assign(spikes.size(), std::vector<float>(n));
  for (std::size_t b = 0; b < spikes.size(); ++b)
    for (std::size_t i = 0; i < n; ++i)
      count_gradient_[b][i] = static_cast<float>(by_rate[i] * per_step + by_count[b][i]);
  terms.sync = sync(spikes, key);
  for (const double sum : voltage_sum_)
    terms.voltage += sum;
  terms.voltage *= settings_.voltage_cost / (static_cast<double>(trials_) * steps_ * static_cast<double>(n));
  return terms;
}

double BranchObjective::sync(std::span<const SpikeTrains> spikes, std::uint64_t key) {
  member_start_.clear();
  if (!fano_.active())
    return 0.0;
  const std::size_t n = rates_.size();
  const auto populations = fano_.draw(settings_.fano_samples, static_cast<int>(spikes.size()), key);
  member_start_.assign(spikes.size(), std::vector<std::uint32_t>(n + 1));
  member_of_.assign(spikes.size(), {});
  for (const auto& population : populations)
    for (const std::uint32_t id : population.members)
      ++member_start_[static_cast<std::size_t>(population.trial)][id + 1];
  std::vector<std::vector<std::uint32_t>> next;
  for (std::size_t b = 0; b < spikes.size(); ++b) {
    for (std::size_t i = 0; i < n; ++i)
      member_start_[b][i + 1] += member_start_[b][i];
    member_of_[b].resize(member_start_[b].back());
    next.push_back(member_start_[b]);
  }
  for (std::size_t s = 0; s < populations.size(); ++s)
    for (const std::uint32_t id : populations[s].members) {
      const auto b = static_cast<std::size_t>(populations[s].trial);
      member_of_[b][next[b][id]++] = static_cast<std::uint32_t>(s);
    }
  const auto window = static_cast<std::size_t>(steps_ - FanoLoss::onset_ms);
  std::vector<std::vector<double>> y(populations.size(), std::vector<double>(window));
  for (std::size_t b = 0; b < spikes.size(); ++b)
    for (std::size_t t = 0; t < window; ++t)
      for (const std::uint32_t id : spikes[b].step(FanoLoss::onset_ms + 1 + static_cast<int>(t)))
        for (std::uint32_t k = member_start_[b][id]; k < member_start_[b][id + 1]; ++k)
          y[member_of_[b][k]][t] += 1.0;
  population_gradient_.resize(populations.size());
  return fano_.evaluate(y, population_gradient_);
}

void BranchObjective::observe_voltage(int, int, std::uint32_t begin, std::uint32_t end, const float* v) {
  double* sum = voltage_sum_.data() + begin;
  for_each_excess(settings_.voltage_mode, end - begin, v,
                  [&](std::uint32_t i, float excess) { sum[i] += static_cast<double>(excess * excess); });
}

void BranchObjective::observe_voltage_sum(int, double sum) {
  voltage_sum_.front() += sum;
}

void BranchObjective::add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end,
                                         float* gradient) const {
  const auto b = static_cast<std::size_t>(trial);
  if (in_window(step))
    for (std::uint32_t i = begin; i < end; ++i)
      gradient[i - begin] += count_gradient_[b][i];
  if (member_start_.empty() || step <= FanoLoss::onset_ms)
    return;
  const auto t = static_cast<std::size_t>(step - FanoLoss::onset_ms - 1);
  const auto& start = member_start_[b];
  if (start[begin] == start[end])
    return;
  for (std::uint32_t i = begin; i < end; ++i) {
    double sum = 0.0;
    for (std::uint32_t k = start[i]; k < start[i + 1]; ++k)
      sum += population_gradient_[member_of_[b][k]][t];
    gradient[i - begin] += static_cast<float>(sum);
  }
}

float BranchObjective::voltage_slope() const {
  return static_cast<float>(2.0 * settings_.voltage_cost /
                            (static_cast<double>(trials_) * steps_ * static_cast<double>(rates_.size())));
}

void BranchObjective::add_voltage_gradient(int, int, std::uint32_t begin, std::uint32_t end, const float* v,
                                           float* gradient) const {
  const float slope = voltage_slope();
  for_each_excess(settings_.voltage_mode, end - begin, v,
                  [&](std::uint32_t i, float excess) { gradient[i] += slope * excess; });
}

bool BranchObjective::describe(std::vector<TrialGradient>& trials) const {
  for (std::size_t b = 0; b < static_cast<std::size_t>(trials_); ++b) {
    TrialGradient trial;
    trial.voltage_mode = settings_.voltage_mode;
    trial.voltage_slope = voltage_slope();
    trial.first_step = gray_before_ + 1;
    trial.last_step = steps_ - gray_after_;
    if (b < count_gradient_.size())
      trial.by_count = count_gradient_[b];
    trial.onset = FanoLoss::onset_ms;
    if (b < member_start_.size()) {
      trial.member_start = member_start_[b];
      trial.members = member_of_[b];
      trial.population = population_gradient_;
    }
    trials.push_back(trial);
  }
  return true;
}

} // namespace striate
