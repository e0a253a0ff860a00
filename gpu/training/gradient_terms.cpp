// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/gradient_terms.h"

#include "gpu/training/device.h"

#include <algorithm>
#include <map>
#include <vector>

namespace striate {

namespace {

std::vector<TrialTerms> voltage_terms(std::span<const TrialGradient> trials) {
  std::vector<TrialTerms> terms(trials.size());
  for (std::size_t b = 0; b < trials.size(); ++b) {
    terms[b].voltage_mode = trials[b].voltage_mode;
    terms[b].voltage_slope = trials[b].voltage_slope;
  }
  return terms;
}

template <typename T>
void replace(DeviceArray<T>& array, const std::shared_ptr<Device>& device, const std::vector<T>& values) {
  array.make_room(device, values.size());
  array.upload(values);
}

} // namespace

void GpuGradientTerms::load_voltage(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials) {
  replace(trials_, device, voltage_terms(trials));
}

void GpuGradientTerms::load(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials,
                            std::uint32_t neurons) {
  std::vector<TrialTerms> terms = voltage_terms(trials);
  for (std::size_t b = 0; b < trials.size(); ++b)
    if (!trials[b].by_count.empty()) {
      terms[b].first_step = trials[b].first_step;
      terms[b].last_step = trials[b].last_step;
    }
  load_counts(device, trials, neurons);
  load_populations(device, trials, neurons, terms);
  replace(trials_, device, terms);
}

void GpuGradientTerms::load_counts(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials,
                                   std::uint32_t neurons) {
  const std::size_t count = trials.size() * neurons;
  DeviceArray<float> by_trial(device, count);
  for (std::size_t b = 0; b < trials.size(); ++b)
    if (!trials[b].by_count.empty())
      device->upload(by_trial.data() + b * neurons, trials[b].by_count.data(), trials[b].by_count.size_bytes());
  by_count_.make_room(device, count);
  device->training().transpose(
      {by_trial.data(), nullptr, by_count_.data(), 1, neurons, static_cast<std::uint32_t>(trials.size()), false});
}

/// Trials of one branch share its populations.
void GpuGradientTerms::load_populations(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials,
                                        std::uint32_t neurons, std::vector<TrialTerms>& terms) {
  std::map<const std::vector<double>*, std::size_t> place;
  std::vector<float> population;
  std::vector<std::uint32_t> start(trials.size() * (std::size_t{neurons} + 1));
  std::vector<std::uint32_t> members;
  for (std::size_t b = 0; b < trials.size(); ++b) {
    const TrialGradient& trial = trials[b];
    if (trial.member_start.empty() || trial.population.empty())
      continue;
    const auto [found, is_new] = place.try_emplace(trial.population.data(), population.size());
    if (is_new)
      for (const auto& steps : trial.population)
        for (const double value : steps)
          population.push_back(static_cast<float>(value));
    terms[b].has_members = 1;
    terms[b].onset = trial.onset;
    terms[b].first_member = static_cast<std::uint32_t>(members.size());
    terms[b].first_population = found->second;
    terms[b].population_steps = static_cast<std::uint32_t>(trial.population.front().size());
    std::copy(trial.member_start.begin(), trial.member_start.end(),
              start.begin() + static_cast<std::ptrdiff_t>(b * (std::size_t{neurons} + 1)));
    members.insert(members.end(), trial.members.begin(), trial.members.end());
  }
  replace(member_start_, device, start);
  replace(members_, device, members);
  replace(population_, device, population);
}

GradientTerms GpuGradientTerms::arrays() const {
  return {trials_.data(), by_count_.data(), member_start_.data(), members_.data(), population_.data()};
}

} // namespace striate
