// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/drive.h"
#include "engine/lgn/lgn.h"

#include <cstdint>
#include <memory>
#include <span>

namespace striate {

class Simulator;

/// A simulator that also sees: LGN and neurons go on together, a stretch of milliseconds at a time, and what happened
/// is handed out millisecond by millisecond. To the caller nothing but the speed differs from one step after the other:
/// all that is asked or changed between two milliseconds holds then, and the rest of the stretch is computed anew. One
/// thread at a time.
class RunAhead {
public:
  virtual ~RunAhead() = default;

  /// Gives it eyes; before, and after the next call with other units, the screen was gray. Throws as Lgn.
  virtual void see(const LgnUnits& units, LgnGeometry geometry) = 0;

  /// Another trial of the same network with the same eyes, before its first step. It shares what does not change with
  /// this one; both may compute at the same time.
  virtual std::unique_ptr<Simulator> sibling(std::uint32_t trial) const = 0;
  /// Starts over as another trial, from a gray screen.
  virtual void begin_trial(std::uint32_t trial) = 0;

  /// Milliseconds that are computed and not handed out.
  virtual int ready() const = 0;
  /// Begins to compute the milliseconds from now on, up to `most_ms` >= 1 of them, during all of which the screen shows
  /// `scene`. Throws as Lgn::show.
  virtual void compute(const Scene& scene, int most_ms) = 0;
  /// What happened in one millisecond; spans are valid until the next call of anything.
  struct Millisecond {
    std::span<const std::uint32_t> spikes, lgn_spikes; ///< ascending
    std::span<const float> lgn_rates_Hz;
  };
  /// The next millisecond; waits for it. Throws as Simulator::step.
  virtual Millisecond next() = 0;
  /// Drops what is computed and not handed out, since something else will happen then.
  virtual void discard() = 0;

  /// Only the LGN goes on, by the frame `at_ms`: to catch up with a state that was restored.
  virtual void look(const Scene& scene, std::int64_t at_ms) = 0;
  using Sight = Drive::Sight;
  virtual std::shared_ptr<const Sight> sight() const = 0;
  virtual void restore(const std::shared_ptr<const Sight>& sight) = 0;
};

} // namespace striate
