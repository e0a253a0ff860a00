// SPDX-License-Identifier: Apache-2.0
#include "gpu/lgn/lgn.h"

#include "engine/lgn/frame_input.h"

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

template <typename To, typename From>
DeviceArray<To> converted(const std::shared_ptr<Device>& device, std::span<const From> values) {
  const std::vector<To> copy(values.begin(), values.end());
  return {device, std::span<const To>(copy)};
}

} // namespace

GpuFilters::Windows::Windows(const std::shared_ptr<Device>& device, const ReceptiveFields& fields)
    : first_x(converted<std::int32_t>(device, fields.windows_x().first)),
      width_x(converted<std::int32_t>(device, fields.windows_x().width)),
      first_y(converted<std::int32_t>(device, fields.windows_y().first)),
      width_y(converted<std::int32_t>(device, fields.windows_y().width)),
      offset_x(converted<std::uint32_t>(device, fields.windows_x().offset)),
      offset_y(converted<std::uint32_t>(device, fields.windows_y().offset)),
      weights_x(device, fields.windows_x().weights), weights_y(device, fields.windows_y().weights) {}

LgnWindows GpuFilters::Windows::arrays() const {
  return {first_x.data(),  width_x.data(),  first_y.data(),   width_y.data(),
          offset_x.data(), offset_y.data(), weights_x.data(), weights_y.data()};
}

GpuFilters::GpuFilters(const std::shared_ptr<Device>& device, const LgnUnits& units, LgnGeometry geometry)
    : bank(units, geometry), patterns(device, bank.spatial(PixelGrid::pattern)),
      spontaneous_Hz(device, std::span(bank.spontaneous_Hz())),
      second_line(device, std::span<const std::int32_t>(second_lines(bank))) {
  if (&bank.spatial(PixelGrid::picture) != &bank.spatial(PixelGrid::pattern))
    pictures.emplace(device, bank.spatial(PixelGrid::picture));
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

GpuLgn::State GpuLgn::State::clone() const {
  return {gratings, shown, planned,     sums.clone(), changes.clone(), rows.clone(),
          screen,   steps, screen_gray, rests,        seen.clone(),    settled.clone()};
}

GpuLgn::GpuLgn(std::shared_ptr<Device> device, std::shared_ptr<const GpuFilters> filters)
    : device_(std::move(device)), filters_(std::move(filters)), sums_of_(bank().padded_lines()), state_(fresh()) {}

GpuLgn::State GpuLgn::fresh() const {
  const std::size_t lines = bank().padded_lines();
  State state;
  state.sums = RowStore<double>(device_, 2 * lines);
  state.changes = RowStore<float>(device_, 2 * lines);
  state.rows = RowStore<float>(device_, lines);
  return state;
}

void GpuLgn::restore(const State& moment) {
  state_ = moment.clone();
  ++layout_;
}

// The memory stays where it is, so that what was recorded holds.
void GpuLgn::reset() {
  const auto nobody = [](std::uint32_t) { return false; };
  state_.sums.keep_only(nobody);
  state_.changes.keep_only(nobody);
  state_.rows.keep_only(nobody);
  state_.gratings = {};
  state_.shown = {};
  state_.planned = 0;
  state_.screen = {};
  state_.steps.clear();
  state_.screen_gray = true;
  state_.rests = false;
  state_.seen.zero();
  state_.settled.zero();
}

/// Takes back what was planned for frames that have not happened, and drops what no longer acts.
void GpuLgn::forget(std::int64_t now) {
  if (state_.planned > now)
    state_.screen.forget();
  std::erase_if(state_.steps, [&](std::int64_t frame) { return frame >= now; });
  state_.rows.keep_only([&](std::uint32_t id) {
    return std::ranges::any_of(state_.steps,
                               [&](std::int64_t frame) { return static_cast<std::uint32_t>(frame) == id; });
  });
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

void GpuLgn::plan(const Scene& scene, std::int64_t now, int frames) {
  check_footage(bank(), scene);
  forget(now);
  if (!(scene == state_.shown)) {
    state_.shown = scene;
    state_.gratings.change(sums_of_.of(bank().spatial(), scene), now);
  }
  passes_.clear();
  pass_begin_.assign(1, 0);
  pictures_.clear();
  pixels_.clear();
  plan_memory(now, frames);
  for (int frame = 0; frame < frames; ++frame) {
    plan_gratings(now + frame);
    plan_footage(now + frame, frame, now);
    pass_begin_.push_back(static_cast<std::uint32_t>(passes_.size()));
  }
  state_.planned = now + frames;
  make_room(device_passes_, passes_.size() + 64);
  make_room(device_pass_begin_, pass_begin_.size());
  device_passes_.upload(passes_);
  device_pass_begin_.upload(pass_begin_);
  if (!pictures_.empty()) {
    make_room(inputs_, static_cast<std::size_t>(frames) * bank().padded_lines());
    look_at_pictures();
  }
}

template <typename T>
void GpuLgn::make_room(DeviceArray<T>& array, std::size_t size) {
  if (size <= array.size())
    return;
  array = DeviceArray<T>(device_, 2 * size);
  ++layout_;
}

void GpuLgn::plan_gratings(std::int64_t now) {
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

void GpuLgn::start_footage() {
  if (state_.seen.size() != 0)
    return;
  state_.seen = DeviceArray<float>(device_, bank().padded_lines());
  state_.settled = DeviceArray<float>(device_, bank().padded_lines());
  ++layout_;
}

std::uint32_t GpuLgn::row_of(std::int64_t frame) {
  bool moved = false;
  const std::uint32_t row = state_.rows.place(static_cast<std::uint32_t>(frame), false, moved);
  if (moved)
    ++layout_;
  return row;
}

/// What changed before the stretch is worked for all of its frames at once.
void GpuLgn::plan_memory(std::int64_t now, int frames) {
  std::vector<MemoryTask::Change> changes;
  std::vector<std::uint32_t> absorbed;
  for (const std::int64_t frame : state_.steps) {
    if (now - frame > bank().last_lag())
      absorbed.push_back(row_of(frame));
    else
      changes.push_back({row_of(frame), static_cast<std::int32_t>(now - frame)});
  }
  std::erase_if(state_.steps, [&](std::int64_t frame) { return now - frame > bank().last_lag(); });
  state_.rests = state_.rests || !absorbed.empty();
  if (state_.rests && state_.steps.empty() && state_.screen_gray) {
    state_.rests = false; // the screen is gray again: what is left of the sum is rounding
    state_.settled.zero();
    absorbed.clear();
  }
  remembers_ = state_.rests || !changes.empty();
  if (!remembers_)
    return;
  make_room(device_changes_, changes.size());
  make_room(absorbed_, absorbed.size());
  make_room(memory_, static_cast<std::size_t>(frames) * bank().padded_lines());
  device_changes_.upload(changes);
  absorbed_.upload(absorbed);
  const MemoryTask task{filters_->blocks.data(),
                        filters_->steps.data(),
                        static_cast<std::uint32_t>(bank().padded_lines()),
                        static_cast<std::uint32_t>(frames),
                        state_.rows.data(),
                        device_changes_.data(),
                        static_cast<std::uint32_t>(changes.size()),
                        absorbed_.data(),
                        static_cast<std::uint32_t>(absorbed.size()),
                        state_.settled.data(),
                        memory_.data()};
  device_->absorb(task);
  device_->remember(task);
}

void GpuLgn::plan_footage(std::int64_t now, int frame, std::int64_t first) {
  if (state_.screen.look(state_.shown, now)) {
    start_footage();
    const auto& footage = state_.screen.footage();
    const std::int64_t picture = state_.screen.picture();
    LookTask::Picture seen{static_cast<std::uint32_t>(frame), -1, 0.0f};
    if (const auto value = picture == Footage::gray ? 0.0f : footage->uniform(picture)) {
      seen.uniform = *value;
    } else {
      const std::size_t size = static_cast<std::size_t>(footage->columns()) * footage->rows();
      seen.pixels = static_cast<std::int32_t>(pixels_.size() / size);
      pixels_.resize(pixels_.size() + size);
      const ReceptiveFields& fields = bank().spatial(footage->grid());
      footage->draw(picture, fields.pitch_x_deg(), fields.pitch_y_deg(), std::span(pixels_).last(size));
    }
    state_.screen_gray = seen.pixels < 0 && seen.uniform == 0.0f;
    pictures_.push_back(seen);
    state_.steps.push_back(now);
    passes_.push_back({LgnPass::Kind::take, 0, row_of(now), 0, 0.0, 0.0});
  }
  for (const std::int64_t changed : state_.steps)
    if (changed >= first)
      passes_.push_back(
          {LgnPass::Kind::respond, 0, row_of(changed), static_cast<std::int32_t>(now - changed), 0.0, 0.0});
  if (remembers_)
    passes_.push_back({LgnPass::Kind::remember, 0, 0, 0, 0.0, 0.0});
}

void GpuLgn::look_at_pictures() {
  make_room(device_pictures_, pictures_.size());
  make_room(device_pixels_, pixels_.size());
  device_pictures_.upload(pictures_);
  device_pixels_.upload(pixels_);
  LookTask task;
  if (const auto& footage = state_.screen.footage()) {
    task.windows = filters_->windows(footage->grid()).arrays();
    task.columns = footage->columns();
    task.rows = footage->rows();
  }
  task.pictures = device_pictures_.data();
  task.count = static_cast<std::uint32_t>(pictures_.size());
  task.pixels = device_pixels_.data();
  task.padded_lines = static_cast<std::uint32_t>(bank().padded_lines());
  task.inputs = inputs_.data();
  device_->look(task);
}

void GpuLgn::keep() {
  kept_sums_.assign(state_.sums.values());
  kept_seen_.assign(state_.seen);
  kept_settled_.assign(state_.settled);
}

void GpuLgn::go_back() {
  state_.sums.values().copy(kept_sums_);
  state_.seen.copy(kept_seen_);
  state_.settled.copy(kept_settled_);
}

LgnTask GpuLgn::task(int frame) const {
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
  task.inputs = inputs_.data();
  task.rows = state_.rows.data();
  task.seen = state_.seen.data();
  task.memory = memory_.data();
  task.frame = static_cast<std::uint32_t>(frame);
  return task;
}

} // namespace striate
