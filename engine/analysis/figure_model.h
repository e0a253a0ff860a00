// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace striate {

/// Widths of a figure in one and in two columns of a journal page.
constexpr double one_column_mm = 85.0, two_columns_mm = 180.0;

/// Figures are data first: a FigureModel is computed here, drawn by ui/plot in the window and written by the same code
/// as PDF, SVG and PNG; write_figure_csv gives the numbers. No pixels, no colours: an Ink names what a mark stands for
/// and the palette of the theme gives the colour. All lengths in points (1/72 inch) or mm, all data in the axis units.

enum class Ink : std::uint8_t {
  text,
  quiet,
  grid,
  band,
  accent,
  stimulus,
  threshold,
  exc,
  pv,
  sst,
  vip,
  l1, ///< classes of neurons
  excitatory,
  inhibitory, ///< pooled populations
  layer1,
  layer23,
  layer4,
  layer5,
  layer6,
  lgn_rate,
  lgn_spike,
  recurrent,
  voltage,
  model,
  untrained,
  recorded, ///< sources of data in comparisons
  weight_before,
  weight_after,
  loss_rate,
  loss_voltage,
  loss_selectivity,
  loss_sync,
  loss_weights, ///< terms of a training loss
  theta,
  alpha,
  beta,
  gamma, ///< frequency bands
  ground ///< what a figure is drawn on
};

/// Colours of numbers. cyclic: angles, low and high are the same colour; diverging: white in the middle.
enum class ColorMap : std::uint8_t { viridis, diverging, cyclic };

struct LineSeries {
  std::string label{};
  Ink ink = Ink::text;
  std::vector<double> x{}, y{}; ///< NaN in y breaks the line
  double width_pt = 1.0;
  bool dashed = false;
  bool fill = false;                    ///< light area between the line and y = 0
  bool steps = false;                   ///< horizontal from x[i] to x[i + 1]: histograms
  std::vector<double> lower{}, upper{}; ///< optional band, same length as x
  bool faint = false;                   ///< another group of neurons is highlighted
};

struct DotSeries {
  std::string label{};
  Ink ink = Ink::text;
  std::vector<float> x{}, y{};
  double diameter_pt = 1.0;
  double alpha = 1.0;
  std::vector<float> lower{}, upper{}; ///< optional error bars in y, same length as x
  std::vector<float> value{};          ///< optional: colour of each dot by number, same length as x
  ColorMap map = ColorMap::viridis;
  double low = 0.0, high = 1.0; ///< range of value
  bool faint = false;           ///< as in LineSeries
  /// Optional, same length as x: the neuron of each dot by its node id, and its cell type as an index into type_names.
  /// Such dots are spikes: the CSV names both.
  std::vector<std::uint64_t> node{};
  std::vector<std::uint8_t> type{};
  std::vector<std::string> type_names{};
};

/// Boxes of a box plot: quartiles, median, whiskers and what lies beyond them.
struct BoxSeries {
  struct Box {
    double x = 0.0, whisker_low = 0.0, q1 = 0.0, median = 0.0, q3 = 0.0, whisker_high = 0.0;
    std::vector<double> fliers{};
  };
  std::string label{};
  Ink ink = Ink::model;
  double width = 0.6; ///< axis units
  std::vector<Box> boxes{};
};

/// Vertical bars from `base`, with optional error bars.
struct BarSeries {
  std::string label{};
  Ink ink = Ink::model;
  std::vector<double> x{}, y{}; ///< centre and end of each bar
  std::vector<double> base{};   ///< empty: 0; for stacked bars as long as x
  double width = 0.8;           ///< axis units
  double alpha = 1.0;
  std::vector<double> lower{}, upper{};
  bool faint = false; ///< as in LineSeries
};

/// A table of numbers as coloured cells; the first row is the top one. NaN cells stay empty.
struct MatrixSeries {
  std::string label{};
  int columns = 0, rows = 0;
  std::vector<double> values{}; ///< [row][column]
  double x0 = 0.0, x1 = 1.0, y0 = 0.0, y1 = 1.0;
  ColorMap map = ColorMap::viridis;
  double low = 0.0, high = 1.0;
  int decimals = -1; ///< prints each number; -1: no print
};

/// Short vertical strokes centred on y: spike trains.
struct TickSeries {
  std::string label{};
  Ink ink = Ink::text;
  std::vector<double> x{};
  double y = 0.0;
  double height = 0.8; ///< axis units
};

/// A picture stretched over a rectangle of the data area; rows from top (y1) to bottom (y0); 0xAARRGGBB, premultiplied.
struct ImageSeries {
  int width = 0, height = 0;
  std::vector<std::uint32_t> pixels{};
  double x0 = 0.0, x1 = 1.0, y0 = 0.0, y1 = 1.0;
};

/// A horizontal or vertical span of the panel with an optional label (layer bands, stimulus epochs).
struct BandSeries {
  double from = 0.0, to = 0.0;
  bool horizontal = true; ///< spans y = from..to over the whole width
  bool shaded = true;
  std::string label{}; ///< drawn at the left (horizontal) or top (vertical), bold
  Ink ink = Ink::band;
  double alpha = 1.0; ///< times that of the ink
};

/// A straight line across the whole panel (stimulus changes, thresholds).
struct RuleSeries {
  double at = 0.0;
  bool vertical = true;
  bool dashed = true;
  Ink ink = Ink::stimulus;
  std::string label{};
};

using Series = std::variant<ImageSeries, BandSeries, DotSeries, LineSeries, TickSeries, RuleSeries, BoxSeries,
                            BarSeries, MatrixSeries>;

struct Axis {
  std::string label{};
  std::string unit{};
  double min = 0.0, max = 1.0;
  std::vector<double> ticks{};            ///< empty: chosen by the drawing code
  std::vector<std::string> tick_labels{}; ///< empty or as long as ticks
  bool visible = true;
  bool log = false;           ///< logarithmic; min and max > 0; not in polar panels
  bool turned_labels = false; ///< tick labels of an x axis run upwards: many names
};

/// The scale of a ColorMap, drawn right of the panel.
struct ColorBar {
  ColorMap map = ColorMap::viridis;
  double low = 0.0, high = 1.0;
  std::string label{};
};

/// One set of axes. polar: x = angle in degrees counter-clockwise from the right, y = radius from 0.
struct Panel {
  std::string id{}; ///< stable name for the CSV
  std::string title{};
  bool polar = false;
  Axis x, y;
  std::vector<Series> series{}; ///< drawn in this order
  bool legend = false;          ///< labels of the series
  std::string letter{};         ///< "A": bold, at the upper left corner
  std::string note{};           ///< lines in a box in the upper left of the data area
  std::optional<ColorBar> color_bar{};
  /// Cell of the figure's grid.
  int row = 0, column = 0, row_span = 1, column_span = 1;
};

struct FigureModel {
  std::string name{};  ///< file-name part: "laminar_raster"
  std::string title{}; ///< window title and document title; not drawn unless draw_title
  bool draw_title = false;
  double width_mm = 180.0, height_mm = 120.0; ///< size in a file; on screen the widget decides
  int rows = 1, columns = 1;
  std::vector<double> row_weight{}, column_weight{}; ///< empty: equal
  std::vector<Panel> panels{};
  std::string caption{};  ///< one line on settings, drawn small below a written figure
  std::string settings{}; ///< JSON of the session, embedded in the file's metadata
};

} // namespace striate
