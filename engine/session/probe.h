// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/selection.h"
#include "engine/recording/recording_files.h"
#include "engine/session/session.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

enum class ProbeVariable { spikes, v, asc, synaptic, recurrent, lgn, background, refractory, count };

/// A variable of chosen neurons, taken at an interval.
struct Probe {
  ProbeVariable variable = ProbeVariable::v;
  Selection selection;
  double interval_ms = 1.0; ///< a whole number of the run's steps
};

/// "v:L5_ET:1; count:all:10": variable, selection and interval in ms (0.25 with steps of 0.25 ms), several separated by
/// semicolons. Throws a usage Error naming the term and near matches.
std::vector<Probe> parse_probes(std::string_view text);
/// Throws a usage Error that names the nearest intervals when one is no whole number of steps.
void check_intervals(const std::vector<Probe>& probes, int steps_per_ms);
/// The text that parse_probes() reads.
std::string format_probes(const std::vector<Probe>& probes);
/// Unit of the values: "mV", "pA", "spikes", "steps".
const char* probe_units(ProbeVariable variable);
/// "report_v_L5_ET.h5": a file name for every probe, each another one.
std::vector<std::string> probe_file_names(const std::vector<Probe>& probes);

/// Takes the values of one probe: at the end of every interval v (mV), currents (pA) and refractory steps as they are
/// then; spikes and count are the numbers of spikes within the interval, count by population. One thread.
class ProbeSampler {
public:
  /// Intervals count from millisecond `now`. Throws a usage Error when the selection fits nothing.
  ProbeSampler(const Probe& probe, const Network& network, std::int64_t now, int steps_per_ms = 1);

  /// Whether intervals end within milliseconds: then it takes steps and not milliseconds.
  bool takes_steps() const { return interval_steps_ % steps_per_ms_ != 0; }

  /// Neurons whose currents must be watched by source; empty when the variable needs none.
  std::span<const std::uint32_t> watched() const;
  /// The file its values go to.
  ReportOptions report(const FileOptions& file) const;
  /// One computed millisecond; true when values() hold those of an interval that ended.
  bool add(const StepResult& step, const Simulator& simulator);
  /// The same for one step of the simulator, counted from 0, and its spikes.
  bool add_step(std::int64_t step, std::span<const std::uint32_t> spikes, const Simulator& simulator);
  std::span<const float> values() const { return values_; }

private:
  void count_spikes(std::span<const std::uint32_t> spikes);
  bool take_values(std::int64_t end_step, const Simulator& simulator);

  ProbeVariable variable_;
  double interval_ms_;
  std::int64_t steps_per_ms_, interval_steps_, start_ms_;
  std::vector<std::uint32_t> neurons_;
  std::vector<std::uint64_t> elements_;       ///< node ids of the report: neurons, or populations for `count`
  std::vector<std::uint32_t> element_;        ///< of every neuron of neurons_
  std::vector<std::string> population_names_; ///< for `count`: of the elements
  std::vector<float> counts_, values_;
};

} // namespace striate
