#include "gpu/cuda_lgn.h"

#include "engine/core/errors.h"

#include <algorithm>
#include <utility>

namespace striate {

namespace {

/// The rows of all blocks behind each other.
template <typename Rows>
std::vector<float> joined(const FilterBank& bank, std::vector<LgnBlock>& places, std::uint64_t LgnBlock::*place,
                          Rows rows) {
  std::vector<float> all;
  for (std::size_t b = 0; b < bank.blocks(); ++b) {
    places[b].*place = all.size();
    const std::vector<float>& own = rows(bank.block(b));
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

std::vector<std::int32_t> second_lines(const FilterBank& bank) {
  std::vector<std::int32_t> lines(bank.units(), -1);
  for (std::size_t i = 0; i < bank.composites().size(); ++i)
    lines[bank.composites()[i]] = static_cast<std::int32_t>(bank.units() + i);
  return lines;
}

} // namespace

CudaFilters::CudaFilters(const std::shared_ptr<Device>& device, const LgnUnits& units, LgnGeometry geometry)
    : bank(units, geometry), spontaneous_Hz(device, std::span(bank.spontaneous_Hz())),
      second_line(device, std::span<const std::int32_t>(second_lines(bank))) {
  std::vector<LgnBlock> places(bank.blocks());
  for (std::size_t b = 0; b < places.size(); ++b) {
    places[b].first = bank.block(b).first;
    places[b].last = bank.block(b).last;
  }
  const auto all_taps = joined(
      bank, places, &LgnBlock::taps, [](const auto& block) -> const auto& { return block.taps; });
  const auto all_steps = joined(
      bank, places, &LgnBlock::steps, [](const auto& block) -> const auto& { return block.steps; });
  taps = DeviceArray<float>(device, std::span(all_taps));
  steps = DeviceArray<float>(device, std::span(all_steps));
  blocks = DeviceArray<LgnBlock>(device, std::span<const LgnBlock>(places));
}

CudaLgn::State CudaLgn::State::clone() const {
  return {gratings, shown, planned,    sums.clone(), changes.clone(), rows.clone(),
          frames,   steps, input_gray, rests_from,   seen.clone(),    settled.clone()};
}

CudaLgn::CudaLgn(std::shared_ptr<Device> device, std::shared_ptr<const CudaFilters> filters)
    : device_(std::move(device)), filters_(std::move(filters)), sums_of_(bank().padded_lines()), state_(fresh()) {}

CudaLgn::State CudaLgn::fresh() const {
  const std::size_t lines = bank().padded_lines();
  return {{},
          {},
          0,
          RowStore<double>(device_, 2 * lines),
          RowStore<float>(device_, 2 * lines),
          RowStore<float>(device_, lines),
          FrameInput(bank()),
          {},
          true,
          {},
          {},
          {}};
}

void CudaLgn::restore(const State& moment) {
  state_ = moment.clone();
  ++layout_;
}

void CudaLgn::reset() {
  state_ = fresh();
  ++layout_;
}

/// Takes back what was planned for frames that have not happened, and drops what no longer acts.
void CudaLgn::forget(std::int64_t now) {
  if (state_.planned > now)
    state_.frames.forget();
  std::erase_if(state_.steps,
                [&](const State::Step& step) { return step.frame >= now || (step.absorbed && *step.absorbed < now); });
  for (State::Step& step : state_.steps)
    step.absorbed.reset();
  if (state_.rests_from && (*state_.rests_from >= now || (state_.steps.empty() && state_.input_gray))) {
    state_.rests_from.reset(); // the screen is gray again: what is left of the sum is rounding
    state_.settled.zero();
  }
  state_.rows.keep_only([&](std::uint32_t id) { return std::ranges::count(state_.steps, id, &State::Step::id) != 0; });
  state_.gratings.forget(now, bank().last_lag());
  const auto carriers = state_.gratings.carriers();
  state_.sums.keep_only(
      [&](std::uint32_t id) { return std::ranges::count(carriers, id, &GratingSchedule::Carrier::id) != 0; });
  state_.changes.keep_only([&](std::uint32_t id) {
    return std::ranges::any_of(carriers, [&](const GratingSchedule::Carrier& carrier) {
      return std::ranges::count(carrier.changes, id, &GratingSchedule::Change::id) != 0;
    });
  });
}

void CudaLgn::plan(const Scene& scene, std::int64_t now, int frames) {
  check_footage(bank(), scene);
  forget(now);
  if (!(scene == state_.shown)) {
    state_.shown = scene;
    state_.gratings.change(sums_of_.of(bank().spatial(), scene), now);
  }
  passes_.clear();
  pass_begin_.assign(1, 0);
  inputs_.resize(static_cast<std::size_t>(frames) * bank().padded_lines());
  inputs_used_ = false;
  for (int frame = 0; frame < frames; ++frame) {
    plan_gratings(now + frame);
    plan_footage(now + frame, frame);
    pass_begin_.push_back(static_cast<std::uint32_t>(passes_.size()));
  }
  state_.planned = now + frames;
  if (passes_.size() > device_passes_.size() || device_passes_.size() == 0) {
    device_passes_ = DeviceArray<LgnPass>(device_, 2 * passes_.size() + 64);
    ++layout_;
  }
  if (pass_begin_.size() > device_pass_begin_.size()) {
    device_pass_begin_ = DeviceArray<std::uint32_t>(device_, 2 * pass_begin_.size());
    ++layout_;
  }
  device_passes_.upload(passes_);
  device_pass_begin_.upload(pass_begin_);
  if (!inputs_used_)
    return;
  if (inputs_.size() > device_inputs_.size()) {
    device_inputs_ = DeviceArray<float>(device_, inputs_.size());
    ++layout_;
  }
  device_inputs_.upload(inputs_);
}

void CudaLgn::plan_gratings(std::int64_t now) {
  bool moved = false;
  for (const GratingSchedule::Carrier& carrier : state_.gratings.carriers()) {
    const std::uint32_t sum = state_.sums.place(carrier.id, true, moved);
    bool grows = false;
    for (const GratingSchedule::Change& change : carrier.changes) {
      if (!GratingSchedule::grows(change, now, bank().last_lag()))
        continue;
      grows = true;
      const bool known = state_.changes.has(change.id);
      const std::uint32_t row = state_.changes.place(change.id, false, moved);
      if (!known) {
        state_.changes.upload(row, 0, change.re);
        state_.changes.upload(row, change.re.size(), change.im);
      }
      const auto lag = static_cast<std::int32_t>(now - change.frame);
      const auto phasor = GratingSchedule::phasor(carrier.omega_per_ms, lag);
      passes_.push_back({LgnPass::Kind::grow, sum, row, lag, phasor.re, phasor.im});
    }
    if (!grows && !carrier.lit)
      continue;
    const auto phasor = GratingSchedule::phasor(carrier.omega_per_ms, now);
    passes_.push_back({grows ? LgnPass::Kind::read : LgnPass::Kind::read_settled, sum, 0, 0, phasor.re, phasor.im});
  }
  if (moved)
    ++layout_;
}

void CudaLgn::start_footage() {
  if (state_.seen.size() != 0)
    return;
  state_.seen = DeviceArray<float>(device_, bank().padded_lines());
  state_.settled = DeviceArray<float>(device_, bank().padded_lines());
  ++layout_;
}

void CudaLgn::plan_footage(std::int64_t now, int frame) {
  bool moved = false;
  if (state_.frames.look(bank(), state_.shown, now)) {
    start_footage();
    state_.frames.sample(bank(), 0, bank().blocks());
    state_.frames.sampled();
    const auto input = state_.frames.input();
    const auto own = std::span(inputs_).subspan(static_cast<std::size_t>(frame) * input.size(), input.size());
    std::ranges::copy(input, own.begin());
    inputs_used_ = true;
    state_.input_gray = std::ranges::all_of(input, [](float value) { return value == 0.0f; });
    const auto id = static_cast<std::uint32_t>(now);
    state_.steps.push_back({now, id, {}});
    passes_.push_back({LgnPass::Kind::take, 0, state_.rows.place(id, false, moved), 0, 0.0, 0.0});
  }
  for (State::Step& step : state_.steps) {
    if (step.absorbed)
      continue;
    const auto lag = static_cast<std::int32_t>(now - step.frame);
    const std::uint32_t row = state_.rows.place(step.id, false, moved);
    if (lag <= bank().last_lag()) {
      passes_.push_back({LgnPass::Kind::respond, 0, row, lag, 0.0, 0.0});
      continue;
    }
    step.absorbed = now;
    if (!state_.rests_from)
      state_.rests_from = now;
    passes_.push_back({LgnPass::Kind::absorb, 0, row, 0, 0.0, 0.0});
  }
  if (state_.rests_from)
    passes_.push_back({LgnPass::Kind::rest, 0, 0, 0, 0.0, 0.0});
  if (moved)
    ++layout_;
}

void CudaLgn::keep() {
  kept_sums_.assign(state_.sums.values());
  kept_seen_.assign(state_.seen);
  kept_settled_.assign(state_.settled);
}

void CudaLgn::go_back() {
  state_.sums.values().copy(kept_sums_);
  state_.seen.copy(kept_seen_);
  state_.settled.copy(kept_settled_);
}

LgnTask CudaLgn::task(int frame) const {
  LgnTask task;
  task.units = bank().units();
  task.padded_lines = static_cast<std::uint32_t>(bank().padded_lines());
  task.second_line = filters_->second_line.data();
  task.blocks = filters_->blocks.data();
  task.taps = filters_->taps.data();
  task.steps = filters_->steps.data();
  task.spontaneous_Hz = filters_->spontaneous_Hz.data();
  task.passes = device_passes_.data();
  task.pass_begin = device_pass_begin_.data();
  task.sums = state_.sums.data();
  task.changes = state_.changes.data();
  task.inputs = device_inputs_.data();
  task.rows = state_.rows.data();
  task.seen = state_.seen.data();
  task.settled = state_.settled.data();
  task.frame = static_cast<std::uint32_t>(frame);
  return task;
}

} // namespace striate
