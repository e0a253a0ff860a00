// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/study_warnings.h"

#include "engine/core/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace striate {
namespace {

constexpr double highest_rate_Hz = 1000.0; ///< a spike takes a millisecond
constexpr double noticeable_index = 0.01;

std::string impossible_rates(const StudyResult& study) {
  std::uint32_t count = 0, example = 0;
  double highest = 0.0;
  for (std::uint32_t i = 0; i < study.neurons.size(); ++i) {
    double rate = 0.0;
    for (const auto* list : {&study.selectivity.maximum_Hz, &study.selectivity.average_Hz, &study.spontaneous_Hz})
      if (i < list->size() && (*list)[i] > rate)
        rate = (*list)[i];
    count += rate > highest_rate_Hz ? 1 : 0;
    if (rate > highest) {
      highest = rate;
      example = i;
    }
  }
  if (count == 0)
    return {};
  return fmt::format("{} above {:g} Hz (neuron {}: {:.0f} Hz), which no neuron reaches: the unit of the spike or trial "
                     "times is probably wrong.",
                     count == 1 ? "The rate of 1 neuron is" : fmt::format("The rates of {} neurons are", count),
                     highest_rate_Hz, study.neurons.id[example], highest);
}

/// OSI (fold 2) or DSI (fold 1) of a neuron that fires alike in all directions.
double index_without_tuning(const std::vector<double>& directions_deg, double fold) {
  std::complex<double> sum;
  for (const double direction : directions_deg)
    sum += std::polar(1.0, fold * direction * std::numbers::pi / 180.0);
  return std::abs(sum) / static_cast<double>(directions_deg.size());
}

std::string uneven_directions(const std::vector<double>& directions_deg) {
  if (directions_deg.size() < fewest_selectivity_directions) // no OSI and DSI: left_out() says so
    return {};
  const double osi = index_without_tuning(directions_deg, 2.0), dsi = index_without_tuning(directions_deg, 1.0);
  if (std::max(osi, dsi) < noticeable_index)
    return {};
  return fmt::format(
      "The {} directions, from {:g}° to {:g}°, are unevenly spaced: an untuned neuron gets OSI {:.2f} and DSI {:.2f}.",
      directions_deg.size(), directions_deg.front(), directions_deg.back(), osi, dsi);
}

std::string missing_gray(const StudyResult& study) {
  const StudyResult::Trials& trials = study.trials;
  if (trials.with_gray == trials.main || (trials.with_gray == 0 && trials.blank > 0))
    return {};
  if (trials.with_gray == 0)
    return "No trial is blank or has gray before it (the gray window is 0 ms): spontaneous rates are undefined (nan).";
  return fmt::format("{} of {} trials have no gray before them: spontaneous rates come from the others.",
                     trials.main - trials.with_gray, trials.main);
}

} // namespace

std::vector<std::string> study_warnings(const StudyResult& study) {
  const StudyResult::Trials& trials = study.trials;
  std::vector<std::string> sentences;
  sentences.push_back(impossible_rates(study));
  if (2 * trials.silent > trials.shown)
    sentences.push_back(fmt::format("No neuron fired in {} of {}: check that spikes and trials share clock and unit, "
                                    "and that the network receives input.",
                                    trials.silent, counted(static_cast<std::uint64_t>(trials.shown), "trial")));
  if (trials.fewest == 1 && study.protocol.repeats > 1)
    sentences.emplace_back("Some stimuli were shown once: their rates carry single-trial noise.");
  sentences.push_back(uneven_directions(study.rates.direction_deg));
  sentences.push_back(missing_gray(study));
  for (const std::string& sentence : study.left_out())
    sentences.push_back(sentence);
  std::erase(sentences, std::string());
  return sentences;
}

} // namespace striate
