// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/lgn_units.h"
#include "engine/stimulus/scene.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// Geometry of the spatial filters: the TensorFlow path (default) or BMTK's FilterNet (docs/model/lgn.md#space).
/// FilterNet also drops the first frame of a drifting grating: to repeat its runs, show the grating one frame after its
/// clock's origin.
enum class LgnGeometry : std::uint8_t { tf, bmtk };

/// The spike trains of one millisecond: ids of the units that fired, ascending.
using SpikeIds = std::vector<std::uint32_t>;

/// From the stimulus to LGN rates and spikes, one millisecond at a time (docs/model/lgn.md#time): gratings in closed
/// form, all else frame by frame. Filtering is linear, so both ways run side by side and their outputs add: whatever
/// leaves one for the other goes on acting through the kernels, exactly. show() may be called at any step. Before the
/// first step the screen was gray. One object belongs to one thread; copyable (state and all), so that a session can
/// save and restore it.
class Lgn {
public:
  /// Keeps what it needs of the units, not the units themselves. Throws Error when there are none, when their arrays
  /// differ in length, or when one of them cannot exist; it names the unit and what is wrong.
  explicit Lgn(const LgnUnits& units, LgnGeometry geometry = LgnGeometry::tf);
  ~Lgn();
  Lgn(const Lgn&);
  Lgn& operator=(const Lgn&);
  Lgn(Lgn&&) noexcept;
  Lgn& operator=(Lgn&&) noexcept;

  /// Lets step() use these threads; the rates do not depend on it. Copies share them. Whoever
  /// calls run() of the same pool must do so on the same thread as step().
  void use_threads(std::shared_ptr<ThreadPool> threads);

  std::uint32_t size() const;
  /// Frame that the next step() computes; 0 at the start.
  std::int64_t now() const;

  /// Before the first step: the screen was gray until this frame, which is the next.
  void begin_at(std::int64_t frame);
  /// From frame now() on the screen shows this. Throws Error when footage has another size than the field.
  void show(const Scene& scene);
  /// Computes the rates of frame now() in Hz, one per unit, and moves on by 1 ms. Valid until the next call.
  std::span<const float> step();
  std::span<const float> rates_Hz() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Bernoulli spikes of one millisecond with p = 1 - exp(-rate/1000), keyed by (seed, trial, step, unit)
/// (spike_probability.h says how).
void sample_lgn_spikes(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
                       SpikeIds& spikes);

/// The same on the threads of a pool (null: on the caller's); keeps memory between calls. One thread at a time.
class LgnSampler {
public:
  void sample(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
              SpikeIds& spikes, ThreadPool* threads);

private:
  std::vector<SpikeIds> parts_; ///< of each thread
};

} // namespace striate
