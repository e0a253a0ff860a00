// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/frame_collector.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr std::size_t most_collected = std::size_t{1} << 28; ///< 1 GiB

std::string_view words_for(NumberKind kind) {
  switch (kind) {
  case NumberKind::picture:
    return "pictures";
  case NumberKind::boolean:
    return "true and false";
  case NumberKind::uint8:
    return "bytes";
  case NumberKind::uint16:
    return "16-bit numbers";
  case NumberKind::integer:
    return "whole numbers";
  case NumberKind::real:
    break;
  }
  return "real numbers";
}

} // namespace

FrameCollector::FrameCollector(std::string name, int columns, int rows, bool top_row_first)
    : name_(std::move(name)), columns_(columns), rows_(rows), top_row_first_(top_row_first) {}

void FrameCollector::take(const Picture& frame, const std::string& what, std::size_t count) {
  const std::size_t pixels = static_cast<std::size_t>(columns_) * rows_;
  if (count > most_collected / pixels)
    throw Error(fmt::format(
        "{} has {} frames; at {} x {} pixels at most {} fit in 1 GiB of memory. Split it, for example with a protocol.",
        name_, count, columns_, rows_, most_collected / pixels));
  for (std::size_t i = 0; i < frame.values.size(); ++i) {
    if (!std::isfinite(frame.values[i]))
      throw Error(fmt::format("{}: {} holds {} at row {}, column {}; a movie needs finite numbers everywhere.", name_,
                              what, frame.values[i], i / frame.columns, i % frame.columns));
    low_ = std::min(low_, frame.values[i]);
    high_ = std::max(high_, frame.values[i]);
  }
  if (frame.columns != columns_ || frame.rows != rows_)
    other_size_ = fmt::format("{} x {}", frame.columns, frame.rows);
  if (values_.empty())
    first_size_ = {frame.columns, frame.rows};
  else if (first_size_ != std::pair(frame.columns, frame.rows))
    remark("the frames differ in size, each fills the screen");
  const Picture fitting = resampled(frame, columns_, rows_);
  for (int r = 0; r < rows_; ++r) {
    const auto row =
        fitting.values.begin() + static_cast<std::ptrdiff_t>(top_row_first_ ? rows_ - 1 - r : r) * columns_;
    values_.insert(values_.end(), row, row + columns_);
  }
}

void FrameCollector::remark(const std::string& words) {
  if (!words.empty() && std::ranges::find(remarks_, words) == remarks_.end())
    remarks_.push_back(words);
}

LoadedMovie FrameCollector::finish(const MovieSettings& settings, NumberKind kind) {
  const auto [low, high] = range(settings.range, kind);
  if (low_ < low || high_ > high)
    throw Error(fmt::format(
        "The values of {}, {:g} to {:g}, are outside its range of {:g} to {:g}; choose another movie range.", name_,
        low_, high_, low, high));
  if (!(low < high))
    throw Error(
        fmt::format("All values of {} are {:g}, so its range is ambiguous; choose the movie range.", name_, low_));
  for (float& value : values_)
    // docs/model/lgn.md#eq-17
    value = std::clamp(2.0f * (value - low) / (high - low) - 1.0f, -1.0f, 1.0f);
  LoadedMovie loaded;
  loaded.movie = std::make_shared<Movie>(columns_, rows_, std::move(values_), settings.frame_rate_Hz, settings.repeats);
  loaded.notice = fmt::format("{}: {} frame{}; {} {:g} to {:g} are shown as black to white", name_,
                              loaded.movie->frames(), loaded.movie->frames() == 1 ? "" : "s",
                              settings.range == MovieSettings::Range::automatic
                                  ? fmt::format("they are {}, so values", words_for(kind))
                                  : "values",
                              low, high);
  if (!other_size_.empty())
    loaded.notice += fmt::format("; resampled from {} to {} x {} pixels", other_size_, columns_, rows_);
  for (const std::string& words : remarks_)
    loaded.notice += "; " + words;
  loaded.notice += ".";
  return loaded;
}

ValueRange FrameCollector::range(MovieSettings::Range asked, NumberKind kind) const {
  switch (asked) {
  case MovieSettings::Range::zero_to_255:
    return {0.0f, 255.0f};
  case MovieSettings::Range::zero_to_one:
    return {0.0f, 1.0f};
  case MovieSettings::Range::symmetric:
    return {-1.0f, 1.0f};
  case MovieSettings::Range::automatic:
    break;
  }
  return automatic_range(kind, low_, high_, name_);
}

} // namespace striate
