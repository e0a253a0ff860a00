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
  std::int64_t interval_ms = 1;
};

/// "v:L5_ET:1; count:all:10": variable, selection and interval in ms, several separated by semicolons. Throws a usage
/// Error naming the term and near matches.
std::vector<Probe> parse_probes(std::string_view text);
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
  /// Intervals count from step `now`. Throws a usage Error when the selection fits nothing.
  ProbeSampler(const Probe& probe, const Network& network, std::int64_t now);

  /// Neurons whose currents must be watched by source; empty when the variable needs none.
  std::span<const std::uint32_t> watched() const;
  /// The file its values go to.
  ReportOptions report(const FileOptions& file) const;
  /// One computed millisecond; true when values() hold those of an interval that ended.
  bool add(const StepResult& step, const Simulator& simulator);
  std::span<const float> values() const { return values_; }

private:
  void count_spikes(std::span<const std::uint32_t> spikes);

  ProbeVariable variable_;
  std::int64_t interval_ms_, start_ms_;
  std::vector<std::uint32_t> neurons_;
  std::vector<std::uint64_t> elements_;       ///< node ids of the report: neurons, or populations for `count`
  std::vector<std::uint32_t> element_;        ///< of every neuron of neurons_
  std::vector<std::string> population_names_; ///< for `count`: of the elements
  std::vector<float> counts_, values_;
};

} // namespace striate
