// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/footage.h"
#include "engine/stimulus/stimulus.h"

#include <memory>
#include <string>
#include <vector>

namespace striate {

/// Pictures of the size of the field, shown one after the other for 1 / frame rate each. Values -1..1.
class Movie final : public Footage {
public:
  /// frames: one after the other, row 0 at the bottom of the field.
  Movie(int columns, int rows, std::vector<float> frames, double frame_rate_Hz, bool repeats);
  /// The same frames at another rate; they are shared.
  Movie(const Movie& frames, double frame_rate_Hz, bool repeats);

  std::int64_t frames() const { return frames_; }
  std::int64_t picture_at(std::int64_t elapsed_ms) const override;
  void draw(std::int64_t picture, double pitch_x_deg, double pitch_y_deg, std::span<float> pixels) const override;
  double luminance(double x_deg, double y_deg, std::int64_t picture) const override;

private:
  std::shared_ptr<const std::vector<float>> values_;
  std::int64_t frames_;
  double frame_rate_Hz_;
  bool repeats_;
};

struct LoadedMovie {
  std::shared_ptr<const Movie> movie;
  std::string notice; ///< what was done to order, size and range, one sentence
};

/// Reads a PNG file, a folder of them (see frame_order.h), a NumPy array (.npy), an HDF5 file (.h5, .hdf5, .nwb) or,
/// with a layout, plain numbers; resamples it to the field's pixels and brings its range to -1..1
/// (docs/model/lgn.md#pictures-and-movies). Throws Error that names file, frame and remedy: nothing to read, an order
/// that the names do not say, values that are NaN or outside the range asked for, more than 1 GiB of frames.
LoadedMovie load_movie(const MovieSettings& settings, double field_width_deg, double field_height_deg);

} // namespace striate
