// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/run_recording.h"

#include <cstdint>
#include <vector>

namespace striate {

/// What the size of a recording depends on in its network.
struct RecordingSubject {
  std::uint32_t neurons = 0, core_neurons = 0, lgn_units = 0;
  std::vector<std::size_t> probe_values; ///< of every probe at one time: neurons, or populations for `count`
};

/// Throws a usage Error when plan and network do not fit, as RunRecording does. Any thread.
RecordingSubject recording_subject(const RecordingPlan& plan, const Network& network);

/// Spikes of all neurons, LGN units and background sources together per second of model time; NaN when not known.
struct SpikeRates {
  double v1_Hz = 0.0, lgn_Hz = 0.0, background_Hz = 0.0;
};

/// Bytes per second of model time, for every kind of file whether the plan asks for it or not; NaN where a rate is.
struct RecordingEstimate {
  double spikes = 0.0, lgn_spikes = 0.0, lgn_rates = 0.0, background_spikes = 0.0, simulation_data = 0.0;
  std::vector<double> probes;

  double total(const RecordingPlan& plan) const; ///< of what the plan asks for
};

/// LGN rates, reports and spikes are exact to their headers when they are not compressed; compressed spikes and
/// simulation data are within about a third of what the built-in networks write at the rates of the running model, and
/// compressed rates and reports are at most what is said. Pure; any thread.
RecordingEstimate estimate_recording(const RecordingPlan& plan, const RecordingSubject& subject,
                                     const SpikeRates& rates);

} // namespace striate
