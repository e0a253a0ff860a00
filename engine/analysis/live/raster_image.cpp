// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/live/raster_image.h"

#include "engine/core/errors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace striate {
namespace {

/// Spikes expected in one pixel of the layout at 5 Hz a neuron: what decides how bright and how large a single spike is
/// drawn.
double expected_per_pixel(const RasterImage::View& view) {
  const double neurons = view.last_rank - view.first_rank;
  return neurons / (view.height / view.scale) * (view.ms_per_column * view.scale) * 0.005;
}

/// Rows of a dot: one of the layout in a dense picture, up to three where single spikes would be lost or each neuron
/// has room.
int dot_rows(const RasterImage::View& view) {
  const double neurons = view.last_rank - view.first_rank;
  const int room = static_cast<int>(view.height / view.scale / neurons);
  const double expected = expected_per_pixel(view);
  const int sparse = expected < 0.02 ? 3 : expected < 0.12 ? 2 : 1;
  return static_cast<int>(std::lround(std::clamp(std::max(room, sparse), 1, 3) * view.scale));
}

/// Columns of a dot beside its own; a step that fills several columns by itself needs none.
int dot_reach(const RasterImage::View& view) {
  const auto columns = static_cast<int>(std::lround(view.scale));
  return view.ms_per_column * columns <= 1.0 ? 0 : std::max(columns - 1, 0);
}

} // namespace

void RasterImage::set_view(const LaminarOrder& order, const View& view) {
  if (view.width < 1 || view.height < 1 || !(view.ms_per_column > 0.0) || !(view.scale > 0.0))
    throw Error("The raster image needs a width and a height of at least one pixel, a positive time per column and a "
                "positive scale.",
                Error::Kind::usage);
  if (order_ == &order && order_data_ == order.neuron.data() && view_ == view)
    return;
  order_ = &order;
  order_data_ = order.neuron.data();
  view_ = view;
  reach_ = dot_reach(view);
  valid_from_ = valid_to_ = 0;
  ring_.assign(static_cast<std::size_t>(view.width) * static_cast<std::size_t>(view.height), 0);
  column_.assign(static_cast<std::size_t>(view.height), {});
  place_rows();
  prepare_tones();
}

void RasterImage::place_rows() {
  dot_of_neuron_.assign(order_->rank.size(), {});
  const std::uint32_t last = std::min(view_.last_rank, order_->rows());
  if (view_.first_rank >= last)
    return;
  const double rows_per_neuron = static_cast<double>(view_.height) / (view_.last_rank - view_.first_rank);
  const int height = dot_rows(view_);
  for (std::uint32_t rank = view_.first_rank; rank < last; ++rank) {
    const double middle = (rank - view_.first_rank + 0.5) * rows_per_neuron;
    const int top = static_cast<int>(std::floor(middle - 0.5 * (height - 1)));
    const int shown = std::clamp(height, 1, view_.height);
    dot_of_neuron_[order_->neuron[rank]] = {std::clamp(top, 0, view_.height - shown), static_cast<std::uint8_t>(shown),
                                            order_->cell_class[rank]};
  }
}

void RasterImage::prepare_tones() {
  // A single spike of a sparse picture is nearly opaque; in a dense one it is a third, so that 2 and 5 spikes still
  // differ.
  const double gain = std::max(0.45, 1.6 / (1.0 + 1.3 * expected_per_pixel(view_)));
  tones_.clear();
  const double nominal = view_.ms_per_column * (reach_ + 1), steps = std::max(1.0, std::floor(nominal));
  for (const double steps_in_column : {steps, steps + 1.0})
    // Columns of 2 and of 3 steps alternate when a column is 2.4 ms: per step they must look equally dense.
    tones_.emplace_back(view_.theme, gain * std::max(1.0, nominal) / steps_in_column);
}

std::int64_t RasterImage::first_step(std::int64_t column) const {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(column) * view_.ms_per_column + 1e-9));
}

std::int64_t RasterImage::end_step(std::int64_t column) const {
  return std::max(first_step(column + 1), first_step(column) + 1);
}

/// Dots of the columns before reach into this one.
std::int64_t RasterImage::first_drawn_step(std::int64_t column) const {
  return first_step(column - reach_);
}

std::size_t RasterImage::slot(std::int64_t column) const {
  const std::int64_t width = view_.width;
  return static_cast<std::size_t>((column % width + width) % width);
}

void RasterImage::update(const SpikeHistory& history, double end_ms) {
  if (order_ == nullptr)
    return;
  if (history_ != &history || generation_ != history.generation()) {
    history_ = &history;
    generation_ = history.generation();
    valid_from_ = valid_to_ = 0;
  }
  end_column_ = static_cast<std::int64_t>(std::ceil(end_ms / view_.ms_per_column - 1e-9));
  const std::int64_t from = end_column_ - view_.width, to = end_column_;
  const std::int64_t kept_from = std::max(from, valid_from_), kept_to = std::min(to, valid_to_);
  if (kept_from >= kept_to) {
    draw_columns(history, from, to);
  } else {
    draw_columns(history, from, kept_from);
    draw_columns(history, kept_to, to);
  }
  // Columns whose steps have not all happened yet are drawn again next time.
  valid_from_ = from;
  valid_to_ = to;
  while (valid_to_ > valid_from_ && end_step(valid_to_ - 1) > history.end_ms())
    --valid_to_;
}

void RasterImage::draw_columns(const SpikeHistory& history, std::int64_t from_column, std::int64_t to_column) {
  for (std::int64_t column = from_column; column < to_column; ++column) {
    if (column > from_column && first_step(column) == first_step(column - 1) &&
        first_drawn_step(column) == first_drawn_step(column - 1)) {
      const std::size_t source = slot(column - 1), target = slot(column);
      for (std::size_t at = 0; at < ring_.size(); at += static_cast<std::size_t>(view_.width))
        ring_[at + target] = ring_[at + source];
      continue;
    }
    draw_column(history, column);
  }
}

void RasterImage::draw_column(const SpikeHistory& history, std::int64_t column) {
  const std::int64_t first = first_drawn_step(column), end = end_step(column);
  history.for_each_step(first, end, [&](std::int64_t, std::span<const std::uint32_t> ids) {
    for (const std::uint32_t id : ids) {
      if (id >= dot_of_neuron_.size())
        continue;
      const Dot dot = dot_of_neuron_[id];
      if (dot.row < 0)
        continue;
      for (int i = 0; i < dot.height; ++i)
        column_[static_cast<std::size_t>(dot.row) + static_cast<std::size_t>(i)].add(dot.cell_class);
    }
  });
  const auto nominal = static_cast<std::int64_t>(view_.ms_per_column * (reach_ + 1));
  const RasterTone& tone = tones_[end - first > nominal && end - first > 1];
  std::uint32_t* pixel = ring_.data() + slot(column);
  for (PixelCounts& counts : column_) {
    std::uint64_t any = 0;
    std::memcpy(&any, counts.of_class.data(), sizeof any);
    *pixel = any == 0 ? 0 : tone.pixel(counts);
    counts = {};
    pixel += view_.width;
  }
}

void RasterImage::copy_to(std::uint32_t* pixels) const {
  const auto width = static_cast<std::size_t>(view_.width);
  const std::size_t oldest = order_ == nullptr ? 0 : slot(end_column_);
  for (std::size_t at = 0; at < ring_.size(); at += width) {
    const std::uint32_t* row = ring_.data() + at;
    std::copy(row + oldest, row + width, pixels + at);
    std::copy(row, row + oldest, pixels + at + (width - oldest));
  }
}

} // namespace striate
