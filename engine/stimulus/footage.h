// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace striate {

/// Pixels along an axis of the visual field: one per degree.
int field_pixels(double extent_deg);

/// Where the pixels of a frame lie: a pattern made by a formula (gratings, bars, discs) knows its value at any place
/// and takes the LGN's own grid; in a picture pixel k is at k degrees (docs/model/lgn.md#eq-5).
enum class PixelGrid : std::uint8_t { pattern, picture };

/// A stimulus that is not a sum of gratings, as a sequence of frames of one pixel per degree, row 0 at the bottom of
/// the field. Values are luminance: 0 gray, +1 white, -1 black. Immutable, so threads may share it.
class Footage {
public:
  static constexpr std::int64_t gray = -1; ///< the picture index of an empty screen

  Footage(int columns, int rows, PixelGrid grid) : columns_(columns), rows_(rows), grid_(grid) {}
  virtual ~Footage() = default;
  Footage(const Footage&) = delete;
  Footage& operator=(const Footage&) = delete;

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  PixelGrid grid() const { return grid_; }

  /// Which picture is on the screen `elapsed_ms` after the start. While the number stays the same the screen stands
  /// still.
  virtual std::int64_t picture_at(std::int64_t elapsed_ms) const = 0;
  /// The value of a picture that is the same everywhere; nothing for all others.
  virtual std::optional<float> uniform(std::int64_t /*picture*/) const { return {}; }
  /// Writes a picture that is not gray: rows() * columns() values, row by row from the bottom. A pattern is drawn at
  /// the pixel distances given, degrees; a picture has its own.
  virtual void draw(std::int64_t picture, double pitch_x_deg, double pitch_y_deg, std::span<float> pixels) const = 0;
  /// Luminance at a place in degrees, for previews and traces; 0 for gray.
  virtual double luminance(double x_deg, double y_deg, std::int64_t picture) const = 0;

private:
  int columns_, rows_;
  PixelGrid grid_;
};

} // namespace striate
