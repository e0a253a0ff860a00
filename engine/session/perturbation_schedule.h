// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/selection.h"
#include "engine/simulation/perturbation.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace striate {

enum class PerturbationKind { silence, current, scale_out, scale_in };

/// One thing done to a selection of neurons for a while.
struct PerturbationTerm {
  PerturbationKind kind = PerturbationKind::silence;
  Selection selection;
  double value = 0.0; ///< current: pA; scale_out, scale_in: factor; silence: nothing
  std::int64_t from_ms = 0;
  std::int64_t to_ms = open_end; ///< exclusive
  bool enabled = true;           ///< false: kept for later, does nothing

  bool acts(std::int64_t ms) const { return enabled && from_ms <= ms && ms < to_ms; }

  /// The run's end.
  static constexpr std::int64_t open_end = std::numeric_limits<std::int64_t>::max();
  /// "silence L2/3_PV", "current L5_ET 80 pA", "scale-out Pvalb × 0.5".
  std::string describe() const;
};

/// "silence:L2/3_PV:500:1000; current:L5_ET:80:200:700; scale-out:Pvalb:0.5::; scale-in:ids:1,5-9:2:100:": kind,
/// selection, value (not for silence), from and to in ms; an empty time is the start or the end of the run. Several are
/// separated by semicolons; empty text is no perturbation; "off:" in front of a term keeps it without effect. Throws a
/// usage Error naming the term.
std::vector<PerturbationTerm> parse_perturbations(std::string_view text);
/// The text that parse_perturbations() reads.
std::string format_perturbations(const std::vector<PerturbationTerm>& terms);
/// The terms of such a text that act at `ms`, from the start to the end of a run: what is done to the neurons of a live
/// run, for the trials of another.
std::string acting_throughout(std::string_view text, std::int64_t ms);

/// The terms over one network: what the simulator is told at which millisecond. Terms that overlap act together:
/// currents add, factors multiply. Immutable.
class PerturbationSchedule {
public:
  PerturbationSchedule() = default;
  /// Throws a usage Error for what is no perturbation, a value that is not finite or, in a term that is not off, a
  /// selection that fits nothing.
  PerturbationSchedule(std::string_view text, const Network& network);

  bool changes_at(std::int64_t ms) const;
  /// Whether a run from 0 ms, to which nothing is done yet, must be told at `ms`.
  bool must_be_told_at(std::int64_t ms) const { return changes_at(ms) || (ms == 0 && !terms_.empty()); }
  /// The next time at which what acts may change; the largest number when there is none.
  std::int64_t next_change_after(std::int64_t ms) const;
  Perturbation at(std::int64_t ms) const;
  /// "silence L2/3_PV; current L5_ET 80 pA", or empty when nothing acts.
  std::string describe(std::int64_t ms) const;

private:
  struct Term {
    PerturbationTerm what;
    std::vector<std::uint32_t> neurons;
  };
  std::vector<Term> terms_;
  std::size_t neuron_count_ = 0;
};

} // namespace striate
