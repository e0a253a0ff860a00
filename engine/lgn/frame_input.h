// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/filter_bank.h"
#include "engine/lgn/screen_watch.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// What every line sees of the footage of a scene, frame by frame: the spatial filters' outputs, which the temporal
/// filter takes. Value type.
class FrameInput {
public:
  explicit FrameInput(const FilterBank& bank) : canvas_(bank.spatial().canvas()), input_(bank.padded_lines(), 0.0f) {}

  /// Goes on to a frame of the scene. Returns whether the input may differ from that of the frame before; then lines
  /// whose window saw a change must be sampled. redraw: the input holds something else by now.
  bool look(const FilterBank& bank, const Scene& scene, std::int64_t now, bool redraw = false);
  /// Samples the blocks of lines [begin, end); threads may share them.
  void sample(const FilterBank& bank, std::size_t begin, std::size_t end);
  /// All blocks have been sampled.
  void sampled() { canvas_changed_ = false; }
  /// The next look() draws anew.
  void forget() { screen_.forget(); }

  /// One value per padded line.
  std::span<float> input() { return input_; }

private:
  void draw(const FilterBank& bank, const Footage& footage);

  ScreenWatch screen_;
  ReceptiveFields::Canvas canvas_;
  bool canvas_changed_ = false; ///< the lines have not sampled it yet
  std::vector<float> pixels_;   ///< of the newest frame
  std::vector<float> input_;
};

/// Throws Error when the footage of a scene has another size than the field that the units see.
void check_footage(const FilterBank& bank, const Scene& scene);

} // namespace striate
