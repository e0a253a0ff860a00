// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/player/stimulus_player.h"

#include "engine/stimulus/moving.h"
#include "engine/stimulus/stimulus_parameters.h"

#include <algorithm>
#include <limits>

namespace striate {

namespace {

Stimulus gray_stimulus() {
  Stimulus gray;
  gray.kind = StimulusKind::gray;
  return gray;
}

bool can_be_seen_moving(const Stimulus& stimulus) {
  return moves(stimulus) &&
         (stimulus.contrast > 0.0 || (stimulus.kind == StimulusKind::plaid && stimulus.second.contrast > 0.0));
}

} // namespace

StimulusPlayer::StimulusPlayer(const ParameterSet& parameters, const Screen& screen)
    : drops_first_frame_(screen.drops_first_frame), parameters_(parameters), protocol_(protocol_from(parameters)),
      footage_(screen.width_deg, screen.height_deg), stimulus_(gray_stimulus()) {
  // A movie that cannot be read should say so now and not in the middle of the run.
  for (std::size_t row = 0; row < protocol_.rows.size(); ++row)
    footage_.of(stimulus_of(row));
}

Stimulus StimulusPlayer::stimulus_of(std::size_t row) const {
  return stimulus_from(parameters_of(protocol_, row, parameters_,
                                     static_cast<std::uint64_t>(parameters_.number("seed")),
                                     static_cast<std::uint32_t>(parameters_.number("trial"))));
}

/// Frames by which a row comes late.
std::int64_t StimulusPlayer::delay_ms(std::size_t row) const {
  return drops_first_frame_ && moves(stimulus_of(row)) ? 1 : 0;
}

std::optional<std::size_t> StimulusPlayer::row_at(std::int64_t now) const {
  const auto& rows = protocol_.rows;
  const auto after = std::ranges::upper_bound(rows, now, {}, &ProtocolRow::start_ms);
  if (after == rows.begin())
    return {};
  auto row = static_cast<std::size_t>(after - rows.begin()) - 1;
  if (now == rows[row].start_ms && delay_ms(row) > 0) {
    if (row == 0)
      return {};
    --row;
  }
  const std::int64_t over_ms = now - (rows[row].start_ms + rows[row].duration_ms);
  if (over_ms > 0 || (over_ms == 0 && delay_ms(row) == 0))
    return {};
  return row;
}

/// From here on the screen shows what an earlier edit began.
void StimulusPlayer::show_late(std::int64_t now) {
  if (!late_ || late_->at_ms > now)
    return;
  scene_ = std::move(late_->scene);
  late_.reset();
}

void StimulusPlayer::edit(const ParameterSet& parameters, std::int64_t now) {
  show_late(now);
  const ParameterSet before = std::exchange(parameters_, parameters);
  try {
    const auto row = row_at(now);
    if (!row || row != row_) {
      for (std::size_t next = 0; next < protocol_.rows.size(); ++next)
        footage_.of(stimulus_of(next));
      return; // advance() starts the row with whatever is set by then
    }
    const Stimulus stimulus = stimulus_of(*row);
    if (stimulus == stimulus_)
      return;
    const bool restarts = parameters.flag("restart-phase");
    Scene next = next_scene(late_ ? late_->scene : scene_, stimulus_, stimulus, footage_.of(stimulus), now, !restarts);
    const bool begins = late_ || restarts || !can_be_seen_moving(stimulus_);
    if (drops_first_frame_ && begins && can_be_seen_moving(stimulus)) {
      // A moving grating that is on the screen came a frame late, too, and stays; all else makes room for the gray.
      if (!late_ && !can_be_seen_moving(stimulus_))
        scene_ = Scene{};
      late_ = Late{std::move(next), now + 1};
    } else {
      scene_ = std::move(next);
      late_.reset();
    }
    stimulus_ = stimulus;
  } catch (...) {
    parameters_ = before;
    throw;
  }
}

bool StimulusPlayer::advance(std::int64_t now) {
  const bool late = late_ && late_->at_ms <= now;
  show_late(now);
  const auto row = row_at(now);
  if (row == row_)
    return late;
  row_ = row;
  late_.reset();
  if (row) {
    stimulus_ = stimulus_of(*row);
    scene_ = start_scene(stimulus_, footage_.of(stimulus_), protocol_.rows[*row].start_ms);
  } else {
    stimulus_ = gray_stimulus();
    scene_ = Scene{};
  }
  return true;
}

std::int64_t StimulusPlayer::next_change_after(std::int64_t now) const {
  std::int64_t next = late_ && late_->at_ms > now ? late_->at_ms : std::numeric_limits<std::int64_t>::max();
  const auto& rows = protocol_.rows;
  auto row = std::ranges::upper_bound(rows, now, {}, &ProtocolRow::start_ms);
  if (row != rows.end())
    next = std::min(next, row->start_ms);
  if (row == rows.begin())
    return next;
  --row;
  // A row may come a frame late, and then it also ends late.
  const std::int64_t end_ms = row->start_ms + row->duration_ms;
  for (const std::int64_t at_ms : {row->start_ms + 1, end_ms, end_ms + 1})
    if (at_ms > now)
      next = std::min(next, at_ms);
  return next;
}

void StimulusPlayer::rewind() {
  row_.reset();
  late_.reset();
  stimulus_ = gray_stimulus();
  scene_ = Scene{};
}

} // namespace striate
