// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/lgn.h"

#include "engine/core/errors.h"
#include "engine/core/simd.h"
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/frame_input.h"
#include "engine/lgn/grating_filter.h"
#include "engine/lgn/grating_sums.h"
#include "engine/lgn/step_filter.h"
#include "engine/network/lgn_filters.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

namespace striate {

namespace {

/// From this load on the closed form gives gratings to the general filter: both together then cost about the same.
constexpr std::size_t most_closed_form_passes = 14;
/// How long the screen must stay as it is before gratings go back to the closed form.
constexpr std::int64_t calm_ms = 60;
constexpr std::size_t blocks_per_piece = 16; ///< at least, of the work that threads share

STRIATE_SIMD void rectify(const float* spontaneous_Hz, float* rates, std::size_t lines) {
  for (std::size_t l = 0; l < lines; ++l) {
    const float rate = rates[l] + spontaneous_Hz[l];
    rates[l] = rate > 0.0f ? rate : 0.0f;
  }
}

/// Adds the input of one frame, docs/model/lgn.md#eq-12: Im{ conj(phasor) z }.
STRIATE_SIMD void add_frame(const LineComplex& z, double cosine, double sine, float* input) {
  const std::size_t lines = z.re.size();
  const double* re = z.re.data();
  const double* im = z.im.data();
  for (std::size_t l = 0; l < lines; ++l)
    input[l] += static_cast<float>(cosine * im[l] - sine * re[l]);
}

} // namespace

struct Lgn::State {
  std::shared_ptr<const FilterBank> bank;
  std::int64_t now = 0;
  Scene shown, wanted;
  GratingSums sums;
  std::vector<LineGrating> gratings; ///< on the screen: one per temporal frequency
  std::int64_t changed_ms = 0;
  GratingFilter closed_form;
  StepFilter general;
  bool frame_by_frame = false; ///< gratings go to the general filter because they change too often
  FrameInput frames;
  bool input_changed = false;
  bool general_rests = true;
  std::shared_ptr<ThreadPool> threads;
  std::vector<float> rates; ///< per padded line; after step() the first units() hold the rates of the units

  State(const LgnUnits& units, LgnGeometry geometry)
      : bank(std::make_shared<const FilterBank>(units, geometry)), sums(bank->padded_lines()), general(*bank),
        frames(*bank), rates(bank->spontaneous_Hz()) {
    add_second_subfields();
  }

  void change() {
    shown = wanted;
    gratings = sums.of(bank->spatial(), shown);
    if (!frame_by_frame && closed_form.load() >= most_closed_form_passes) {
      frame_by_frame = true; // the closed form sees gray from here on
      closed_form.change({}, now);
    }
    if (!frame_by_frame)
      closed_form.change(gratings, now);
    changed_ms = now;
  }

  /// After a calm the gratings go back to the closed form; to the general filter it is as if they had vanished.
  void calm_down() {
    frame_by_frame = false;
    closed_form.change(gratings, now);
    frames.forget();
  }

  /// Brings the input of the general filter up to this frame.
  void look() {
    input_changed = frames.look(*bank, shown, now, frame_by_frame);
    if (!frame_by_frame)
      return;
    frames.sample(*bank, 0, bank->blocks());
    frames.sampled();
    for (const LineGrating& grating : gratings) {
      const GratingSchedule::Phasor phasor = GratingSchedule::phasor(grating.omega_per_ms, now);
      add_frame(grating.z, phasor.re, phasor.im, frames.input().data());
    }
  }

  void filter() {
    if (frame_by_frame && now - changed_ms > calm_ms)
      calm_down();
    look();
    closed_form.look(*bank, now);
    const bool general_works = input_changed || !general_rests;
    std::atomic<bool> rest{true};
    const auto work = [&](std::size_t begin, std::size_t end) {
      closed_form.step(*bank, begin, end, rates);
      if (general_works) {
        frames.sample(*bank, begin, end);
        if (!general.step(*bank, now, input_changed, begin, end, frames.input(), rates))
          rest.store(false, std::memory_order_relaxed);
      }
      const std::size_t line = begin * lines_per_block;
      rectify(&bank->spontaneous_Hz()[line], &rates[line], (end - begin) * lines_per_block);
    };
    share(work, input_changed);
    frames.sampled();
    general_rests = rest;
  }

  /// A new picture is more work for some blocks than for others; all else is the same for all, and quick.
  void share(const std::function<void(std::size_t, std::size_t)>& work, bool uneven) {
    const std::size_t blocks = bank->blocks();
    const std::size_t team = threads ? static_cast<std::size_t>(threads->size()) : 1;
    const std::size_t piece = uneven ? blocks_per_piece : std::max(blocks_per_piece, (blocks + team - 1) / team);
    if (team == 1 || piece >= blocks)
      work(0, blocks);
    else
      threads->for_blocks(blocks, piece, work);
  }

  void add_second_subfields() {
    const auto& composites = bank->composites();
    for (std::size_t i = 0; i < composites.size(); ++i)
      rates[composites[i]] += rates[bank->units() + i];
  }
};

Lgn::Lgn(const LgnUnits& units, LgnGeometry geometry) {
  if (units.size() == 0)
    throw Error("The network has no LGN units to receive the stimulus; choose another network.");
  need_filters(units);
  state_ = std::make_unique<State>(units, geometry);
}

Lgn::~Lgn() = default;
Lgn::Lgn(const Lgn& other) : state_(std::make_unique<State>(*other.state_)) {}
Lgn& Lgn::operator=(const Lgn& other) {
  if (this != &other)
    state_ = std::make_unique<State>(*other.state_);
  return *this;
}
Lgn::Lgn(Lgn&&) noexcept = default;
Lgn& Lgn::operator=(Lgn&&) noexcept = default;

void Lgn::use_threads(std::shared_ptr<ThreadPool> threads) {
  state_->threads = std::move(threads);
}

std::uint32_t Lgn::size() const {
  return state_->bank->units();
}
std::int64_t Lgn::now() const {
  return state_->now;
}

void Lgn::begin_at(std::int64_t frame) {
  state_->now = frame;
}

void Lgn::show(const Scene& scene) {
  check_footage(*state_->bank, scene);
  state_->wanted = scene;
}

std::span<const float> Lgn::step() {
  State& state = *state_;
  // Only what is on the screen when the frame is computed counts: changing it back and forth before leaves no trace.
  if (state.wanted != state.shown)
    state.change();
  state.filter();
  state.add_second_subfields();
  ++state.now;
  return rates_Hz();
}

std::span<const float> Lgn::rates_Hz() const {
  return {state_->rates.data(), state_->bank->units()};
}

} // namespace striate
