// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/simulation_service.h"

#include <memory>
#include <optional>
#include <vector>

namespace striate {

/// Collects what happens between two snapshots. Used by the worker thread only.
class SnapshotBuilder {
public:
  /// A new session or a reset: drops what was collected and starts another epoch at step `now`.
  void begin(const Session& session);
  void select_neuron(std::optional<std::uint32_t> neuron);
  std::optional<std::uint32_t> neuron() const { return neuron_; }
  /// Units outside the network are left out.
  void select_lgn_units(const std::vector<std::uint32_t>& units, const Session& session);
  /// One computed millisecond.
  void add(const StepResult& step, const Session& session);
  /// The stimulus changed at the session's next step.
  void mark(const Session& session);
  void message(const std::string& sentence) { message_ = sentence; }
  void notice(const std::string& sentence) { notice_ = sentence; }

  std::int64_t steps() const { return static_cast<std::int64_t>(block_.offset.size()) - 1; }
  /// Hands out what was collected and starts anew at the next step.
  Snapshot finish(const Session& session);

private:
  void add_epoch(std::int64_t from_ms, const Session& session);
  void start_block(std::int64_t first_ms);

  std::uint64_t epoch_ = 0;
  SpikeBlock block_;
  std::vector<Snapshot::LgnSample> lgn_;
  std::optional<std::uint32_t> neuron_;
  std::vector<NeuronSample> neuron_samples_;
  std::vector<StimulusMark> marks_;
  std::vector<StimulusEpoch> epochs_;
  std::string perturbation_; ///< that acts, as the latest mark tells
  Scene shown_;
  std::shared_ptr<const Protocol> protocol_;
  std::string message_, notice_;
};

/// Puts `later` behind `earlier` (the window did not take it in time), so that nothing is lost.
void merge_snapshots(Snapshot& earlier, Snapshot&& later);

} // namespace striate
