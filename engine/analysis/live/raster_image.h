// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/live/raster_tone.h"
#include "engine/analysis/live/spike_history.h"
#include "engine/analysis/palette.h"
#include "engine/analysis/study/laminar_order.h"

#include <cstdint>
#include <vector>

namespace striate {

/// The live raster: a ring image at screen resolution. Column = time bin, row = bin of neurons; each pixel holds the
/// additive density of the classes drawn there, so a dense band shows how dense it is. Only new columns are written, so
/// the cost of a frame does not depend on how many spikes the window holds. Without spikes a pixel is transparent.
///
/// Column c shows the steps from floor(c * ms_per_column) to before floor((c + 1) * ms_per_column), at least one: with
/// less than 1 ms a column a step fills several columns. With more rows than neurons, and in sparse pictures, a spike
/// is a dot of up to 3 pixels in height. On a screen of finer pixels (scale) dots keep their size: they take more
/// pixels, and columns that a dot reaches from the one before.
class RasterImage {
public:
  /// view rows: ranks [first_rank, last_rank) of the order are stretched over the height.
  struct View {
    int width = 1, height = 1; ///< pixels
    double ms_per_column = 1.0;
    double scale = 1.0; ///< pixels of the device per pixel of the screen's layout: a dot is so many pixels wide
    std::uint32_t first_rank = 0, last_rank = 1;
    Theme theme = Theme::dark;
    bool operator==(const View&) const = default;
  };

  /// The order must outlive the image. The same order and view again cost nothing. Throws a usage Error for an empty
  /// size or a width of a column that is not positive.
  void set_view(const LaminarOrder& order, const View& view);
  /// Makes the image show the window that ends at end_ms, reading from history only the columns that are new since the
  /// last call, also after a jump back (everything after a change of view or a cleared history).
  void update(const SpikeHistory& history, double end_ms);

  /// Copies the picture, oldest column left, as 0xAARRGGBB premultiplied, width * height.
  void copy_to(std::uint32_t* pixels) const;
  const View& view() const { return view_; }
  /// Time at the right edge of the picture: end_ms rounded up to a whole column.
  double right_edge_ms() const { return static_cast<double>(end_column_) * view_.ms_per_column; }

private:
  std::int64_t first_step(std::int64_t column) const;
  std::int64_t end_step(std::int64_t column) const;
  std::int64_t first_drawn_step(std::int64_t column) const;
  void place_rows();
  void prepare_tones();
  void draw_columns(const SpikeHistory& history, std::int64_t from_column, std::int64_t to_column);
  void draw_column(const SpikeHistory& history, std::int64_t column);
  std::size_t slot(std::int64_t column) const; ///< x of a column in the ring

  const LaminarOrder* order_ = nullptr;
  const std::uint32_t* order_data_ = nullptr; ///< tells another order at the same address
  View view_;
  const SpikeHistory* history_ = nullptr;
  std::uint64_t generation_ = 0;
  int reach_ = 0;                              ///< columns after its own that a dot fills
  std::int64_t end_column_ = 0;                ///< one past the column at the right edge
  std::int64_t valid_from_ = 0, valid_to_ = 0; ///< columns in the ring that need no drawing
  std::vector<std::uint32_t> ring_;            ///< [height][width]
  struct Dot {
    std::int32_t row = -1; ///< top row, -1: not in the view
    std::uint8_t height = 1;
    std::uint8_t cell_class = 0;
  };
  std::vector<Dot> dot_of_neuron_;
  std::vector<PixelCounts> column_; ///< [height] scratch
  std::vector<RasterTone> tones_;   ///< for columns of floor(ms_per_column) steps and of one more
};

} // namespace striate
