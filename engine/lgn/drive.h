// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/scene.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace striate {

class Simulator;

/// What drives a running network with the stimulus, a millisecond at a time: an LGN on the host beside the simulator
/// (engine/session/host_drive.h), or one that a GPU computes together with the neurons (ahead_drive.h). The
/// caller cannot tell which it is. One thread at a time.
class Drive {
public:
  virtual ~Drive() = default;

  /// The state of the LGN, to return to it. Null: the screen was gray until step 0, which is the next.
  class Sight {
  public:
    virtual ~Sight() = default;
  };
  /// What happened in one millisecond. The spans are valid until the next step.
  struct Millisecond {
    std::span<const std::uint32_t> spikes;     ///< ascending within a step of the simulator
    std::span<const std::uint32_t> sub_steps;  ///< where the spikes of each of these steps end in `spikes`
    std::span<const float> lgn_rates_Hz;       ///< one per unit
    std::span<const std::uint32_t> lgn_spikes; ///< ascending within a step; none when rates act as currents
    std::span<const std::uint32_t> lgn_sub_steps;
  };
  /// Called with the spikes of each step of a simulator that makes several a millisecond.
  using AfterStep = std::function<void(std::span<const std::uint32_t> spikes)>;

  /// Milliseconds that are computed and not handed out; 0 for a drive that never computes ahead.
  virtual int ready() const = 0;
  /// The next millisecond `ms` of LGN and neurons. The screen shows `scene`, and for `quiet_ms` >= 1 milliseconds (read
  /// only when ready() is 0) nothing changes from outside but by an edit, see discard(). Throws as Lgn::show() and
  /// Simulator::step().
  virtual Millisecond step(const Scene& scene, std::int64_t ms, std::int64_t quiet_ms, const AfterStep& after) = 0;
  /// Drops what is computed and not handed out, since something else will happen then.
  virtual void discard() = 0;
  /// Only the LGN goes on, by the frame `ms`: to catch up with a state that was restored.
  virtual void look(const Scene& scene, std::int64_t ms) = 0;

  /// Of the latest step; empty when a new one must come first.
  virtual std::span<const float> lgn_rates_Hz() const = 0;
  virtual std::shared_ptr<const Sight> sight() const = 0;
  virtual void restore(const std::shared_ptr<const Sight>& sight) = 0;
  /// Forgets what was seen: the screen was gray until the frame `ms` >= 0, which is the next.
  virtual void begin_at(std::int64_t ms) = 0;
  /// Drives another simulator of the same network from now on. False: its LGN is new and has seen nothing yet.
  virtual bool follow(Simulator& simulator) = 0;
  /// How many milliseconds lie between two states worth keeping: looking at one costs more on a GPU, which also gets
  /// further in the same time.
  virtual std::int64_t moment_interval_ms() const = 0;
};

} // namespace striate
