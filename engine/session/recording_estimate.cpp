// SPDX-License-Identifier: Apache-2.0
#include "engine/session/recording_estimate.h"

#include "engine/core/errors.h"

#include <numeric>
#include <utility>

namespace striate {

namespace {

constexpr double steps_per_s = 1000.0;
constexpr std::size_t chunk_columns = 4096; ///< of rate and report files; see rate_file.cpp, report_file.cpp

// Compressed, measured on the built-in networks (small and medium, live and headless): rows of 16 bytes, where the
// times repeat and ids are ascending. Few sources repeat more.
constexpr double v1_spike_bytes = 2.7, lgn_spike_bytes = 1.8, background_spike_bytes = 1.2;
constexpr double plain_spike_bytes = 16.0; ///< time and id, not compressed
// In simulation_data a spike is a 1 among zeros.
constexpr double v1_flag_bytes = 8.0, lgn_flag_bytes = 4.5;
// State compresses to 0.8 of its size, and what a flush writes once more makes up for it.
constexpr double half_bytes = 2.0, float_bytes = 4.0;
constexpr double core_variables = 4.0;

/// Bytes of a row of floats that is stored in whole chunks.
double row_bytes(std::size_t values) {
  const std::size_t chunks = (values + chunk_columns - 1) / chunk_columns;
  return float_bytes * static_cast<double>(chunks > 1 ? chunks * chunk_columns : values);
}

} // namespace

RecordingSubject recording_subject(const RecordingPlan& plan, const Network& network) {
  RecordingSubject subject;
  subject.neurons = network.neurons.size();
  subject.lgn_units = network.lgn_units.size();
  try {
    subject.core_neurons = static_cast<std::uint32_t>(Selection::parse("core").resolve(network).size());
  } catch (const Error&) { // a network without a core
    if (plan.simulation_data)
      throw;
  }
  for (const Probe& probe : plan.probes)
    subject.probe_values.push_back(ProbeSampler(probe, network, 0).values().size());
  return subject;
}

RecordingEstimate estimate_recording(const RecordingPlan& plan, const RecordingSubject& subject,
                                     const SpikeRates& rates) {
  RecordingEstimate bytes;
  const auto one = [&](double compressed) { return plan.compression == 0 ? plain_spike_bytes : compressed; };
  bytes.spikes = one(v1_spike_bytes) * rates.v1_Hz;
  bytes.lgn_spikes = one(lgn_spike_bytes) * rates.lgn_Hz;
  bytes.background_spikes = one(background_spike_bytes) * rates.background_Hz;
  bytes.lgn_rates = steps_per_s * (row_bytes(subject.lgn_units) + sizeof(double)); // and the time
  bytes.simulation_data =
      steps_per_s * core_variables * (plan.float32 ? float_bytes : half_bytes) * subject.core_neurons +
      v1_flag_bytes * rates.v1_Hz + lgn_flag_bytes * rates.lgn_Hz;
  for (std::size_t i = 0; i < plan.probes.size(); ++i)
    bytes.probes.push_back(steps_per_s / plan.probes[i].interval_ms * row_bytes(subject.probe_values.at(i)));
  return bytes;
}

double RecordingEstimate::total(const RecordingPlan& plan) const {
  double sum = std::accumulate(probes.begin(), probes.end(), 0.0);
  const std::pair<bool, double> kinds[] = {{plan.spikes, spikes},
                                           {plan.lgn_spikes, lgn_spikes},
                                           {plan.lgn_rates, lgn_rates},
                                           {plan.background_spikes, background_spikes},
                                           {plan.simulation_data, simulation_data}};
  for (const auto& [recorded, bytes] : kinds)
    if (recorded)
      sum += bytes;
  return sum;
}

} // namespace striate
