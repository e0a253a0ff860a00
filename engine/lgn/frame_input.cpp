// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/frame_input.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

bool FrameInput::look(const FilterBank& bank, const Scene& scene, std::int64_t now, bool redraw) {
  if (!screen_.look(scene, now) && !redraw)
    return false;
  const auto& footage = screen_.footage();
  if (redraw || screen_.afresh() || (footage && footage->uniform(screen_.picture()))) {
    std::ranges::fill(input_, 0.0f);
    canvas_ = bank.spatial().canvas();
  }
  if (screen_.picture() != Footage::gray)
    draw(bank, *footage);
  else
    std::ranges::fill(input_, 0.0f);
  return true;
}

void FrameInput::draw(const FilterBank& bank, const Footage& footage) {
  if (const auto value = footage.uniform(screen_.picture())) {
    std::ranges::fill(input_, *value);
    return;
  }
  const ReceptiveFields& fields = bank.spatial(footage.grid());
  pixels_.resize(static_cast<std::size_t>(footage.columns()) * footage.rows());
  footage.draw(screen_.picture(), fields.pitch_x_deg(), fields.pitch_y_deg(), pixels_);
  canvas_.show(pixels_);
  canvas_changed_ = true;
}

void FrameInput::sample(const FilterBank& bank, std::size_t begin, std::size_t end) {
  if (canvas_changed_)
    bank.spatial(screen_.footage()->grid()).sample(canvas_, begin * lines_per_block, end * lines_per_block, input_);
}

void check_footage(const FilterBank& bank, const Scene& scene) {
  if (!scene.footage)
    return;
  const auto [columns, rows] = bank.spatial().pixels();
  if (scene.footage->columns() != columns || scene.footage->rows() != rows)
    throw Error(fmt::format("The stimulus frames are {} x {} pixels, but the LGN of this network expects {} x {} (one "
                            "per degree of its visual field); make the stimulus for this network.",
                            scene.footage->columns(), scene.footage->rows(), columns, rows));
}

} // namespace striate
