// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/selectivity_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

constexpr double floor_rate = 0.0005;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180.0;
}

/// Difference of orientations, -90..90 degrees.
double orientation_difference(double a_deg, double b_deg) {
  const double wrapped = std::fmod(std::fmod(a_deg - b_deg + 90.0, 180.0) + 180.0, 180.0);
  return wrapped - 90.0;
}

/// Trials without a direction of motion say nothing about selectivity.
bool counts_not(double direction_deg) {
  return std::isnan(direction_deg);
}

double directed_trials(std::span<const double> direction_deg) {
  return static_cast<double>(direction_deg.size()) -
         static_cast<double>(std::count_if(direction_deg.begin(), direction_deg.end(), counts_not));
}

} // namespace

SelectivityLoss::SelectivityLoss(const NeuronGroups& groups, const std::vector<SelectivityTarget>& targets,
                                 std::span<const float> tuning_deg, const Settings& settings)
    : tuning_deg_(tuning_deg.begin(), tuning_deg.end()), settings_(settings) {
  for (std::size_t g = 0; g < groups.members.size(); ++g)
    if (targets[g].known) {
      members_.push_back(groups.members[g]);
      targets_.push_back(targets[g]);
      neurons_ += static_cast<double>(groups.members[g].size());
    }
}

double SelectivityLoss::evaluate(std::span<const std::vector<double>> counts, std::span<const double> direction_deg,
                                 int window_ms, std::span<const double> average_rate,
                                 std::span<std::vector<double>> gradient) const {
  if (members_.empty() || directed_trials(direction_deg) == 0.0)
    return 0.0;
  return settings_.method == Method::crowd_spikes ? crowd_spikes(counts, direction_deg, window_ms, gradient)
                                                  : crowd_osi(counts, direction_deg, window_ms, average_rate, gradient);
}

double SelectivityLoss::crowd_osi(std::span<const std::vector<double>> counts, std::span<const double> direction_deg,
                                  int window_ms, std::span<const double> average_rate,
                                  std::span<std::vector<double>> gradient) const {
  const double trials = directed_trials(direction_deg);
  // A crowd below its target gains by silencing its untuned members; a constant mean takes that way from it.
  const bool mean_is_constant = settings_.method == Method::crowd_tuning;
  struct Crowd {
    double mean = 0.0, orientation = 0.0, direction = 0.0;
    bool silent() const { return mean < floor_rate; }
    double scale() const { return std::max(mean, floor_rate); }
  };
  double loss = 0.0;
  for (std::size_t g = 0; g < members_.size(); ++g) {
    const auto n = static_cast<double>(members_[g].size());
    const auto normalised = [&](std::uint32_t i) { return 1.0 / (window_ms * std::max(average_rate[i], floor_rate)); };
    std::vector<Crowd> crowds(counts.size());
    double osi = 0.0;
    double dsi = 0.0;
    for (std::size_t b = 0; b < counts.size(); ++b) {
      if (counts_not(direction_deg[b]))
        continue;
      for (const std::uint32_t i : members_[g]) {
        // r, D, O and S of docs/model/training.md#eq-8
        const double r = counts[b][i] * normalised(i) / n;
        const double d = radians(direction_deg[b] - tuning_deg_[i]);
        crowds[b].mean += r;
        crowds[b].orientation += r * std::cos(2.0 * d);
        crowds[b].direction += r * std::cos(d);
      }
      osi += crowds[b].orientation / crowds[b].scale() / trials;
      dsi += crowds[b].direction / crowds[b].scale() / trials;
    }
    const double weight = settings_.cost * n / neurons_;
    const double miss_osi = osi - targets_[g].osi;
    const double miss_dsi = dsi - targets_[g].dsi;
    loss += weight * (miss_osi * miss_osi + miss_dsi * miss_dsi);
    for (std::size_t b = 0; b < counts.size(); ++b) {
      if (counts_not(direction_deg[b]))
        continue;
      const double scale = crowds[b].scale();
      const double follows = crowds[b].silent() || mean_is_constant ? 0.0 : 1.0 / (scale * scale);
      for (const std::uint32_t i : members_[g]) {
        const double d = radians(direction_deg[b] - tuning_deg_[i]);
        const double by_osi = std::cos(2.0 * d) / scale - crowds[b].orientation * follows;
        const double by_dsi = std::cos(d) / scale - crowds[b].direction * follows;
        gradient[b][i] += weight * 2.0 * (miss_osi * by_osi + miss_dsi * by_dsi) * normalised(i) / (n * trials);
      }
    }
  }
  return loss;
}

double SelectivityLoss::crowd_spikes(std::span<const std::vector<double>> counts, std::span<const double> direction_deg,
                                     int window_ms, std::span<std::vector<double>> gradient) const {
  const double share = settings_.cost / (neurons_ * directed_trials(direction_deg) * window_ms);
  double loss = 0.0;
  for (std::size_t b = 0; b < counts.size(); ++b) {
    if (counts_not(direction_deg[b]))
      continue;
    for (const auto& members : members_)
      for (const std::uint32_t i : members) {
        // crowd-spikes of docs/model/training.md#eq-8
        const double distance = std::abs(orientation_difference(direction_deg[b], tuning_deg_[i]));
        const double subtracted = settings_.subtraction_ratio * 45.0;
        loss += share * (distance - subtracted) * counts[b][i];
        // The reference differentiates |rate * distance|, which says nothing at a rate of 0.
        gradient[b][i] += share * ((counts[b][i] > 0.0 ? distance : 0.0) - subtracted);
      }
  }
  return loss;
}

} // namespace striate
