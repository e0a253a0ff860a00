// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/neuron_rates.h"
#include "engine/training/run/history.h"
#include "engine/training/trials/trial.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// What one update was like.
struct UpdateView {
  std::vector<UpdateRecord> records;      ///< one per branch
  std::span<const SpikeTrains> spikes;    ///< of its trials, evoked ones first; valid until the next update
  std::span<const double> directions_deg; ///< of the evoked trials; valid as long
  std::span<const double> rates_per_ms;   ///< [N] of the last branch, in its window; valid as long
};

/// A validation as it is told, with what its record sums up; valid during the call.
struct ValidationView {
  const ValidationRecord& record;
  const NeuronRates& rates;
};

/// What a run tells while it goes on, called on its thread; empty functions are left out.
struct TrainingObserver {
  std::function<void(const UpdateView&)> update;
  std::function<void(const ValidationView&)> validation;
  std::function<void(const std::string&)> notice; ///< a sentence: the run went back
};

/// Why a run ended.
enum class TrainingEnd { all_epochs, no_improvement, time_limit };

} // namespace striate
